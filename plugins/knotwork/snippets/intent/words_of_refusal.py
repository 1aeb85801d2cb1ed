"""The words of a test in which an API server is to refuse a manifest.

# Try to create a Pod without the required image      announces a mistake
# Should fail validation                              expects that it is found
"""

from __future__ import annotations

import re

from knotwork.model.patterns import lazy_regex

_MISTAKE = (
    r"(?:invalid|malformed|bad|broken|wrong|incorrect|illegal|faulty|unsupported|misspel\w+|non-?existent"
    r"|out[- ]of[- ]range|oversized|mistyped)"
)
ANNOUNCES = lazy_regex(
    r"\b(?:test|try|attempt|appl[yi]|creat|submit|deploy|send|post|use\b|using\b|set\b|pass\b)\w*"
    r"[^.!?\n]{0,60}?"
    rf"(?:\b{_MISTAKE}\b"
    r"|\bwithout (?:the |an? |any |its )?(?:\w+ )?(?:required|mandatory|needed)\b"
    r"|\b(?:missing|lacking|omitting)\b[^.!?\n]{0,40}\b(?:field|propert(?:y|ies)|value|key|label|selector"
    r"|name"
    r"|spec|image)s?\b"
    r"|\b(?:below|under) (?:the |its )?min(?:imum)?\b|\b(?:above|over|beyond) (?:the |its )?max(?:imum)?\b"
    r"|\btoo (?:many|few|large|small|long|short|high|low|big)\b"
    r"|\b(?:unknown|additional|undefined) (?:\w+ )?(?:field|propert|key|value)"
    r"|\bviolat(?:es?|ing)\b|\bsyntax errors?\b)"
    r"|\b(?:versuche?n?|teste?n?)\b[^.!?\n]{0,60}\b(?:ungültig|fehlerhaft|falsch)"
    r"|\b(?:intenta|prueba|crea)\w*[^.!?\n]{0,60}\b(?:inválid|incorrect|sin el campo)"
    r"|\b(?:essay|test|cré)\w*[^.!?\n]{0,60}\b(?:invalide|incorrect|sans le champ)"
    r"|\b(?:tent[ae]|test[ae]|cri[ae])\w*[^.!?\n]{0,60}\b(?:inválid|incorret|sem o campo)"
    r"|\b(?:попро|созда|провер)\w+[^.!?\n]{0,60}\b(?:неверн|некорректн|недопустим)"
    r"|(?:尝试|测试|创建|试)[^。\n]{0,20}(?:无效|非法|错误|不合法)|(?:無効|不正)な[^。\n]{0,20}(?:作成|適用"
    r"|試)"
    r"|(?:유효하지 않은|잘못된)[^.\n]{0,20}(?:생성|적용|시도)",
    re.IGNORECASE,
)
"""A remark, a sentence or a heading that says what is wrong in the manifest below it."""
OF_TEST = lazy_regex(
    r"\b(?:test|try|verify|check|trigger|prove|demonstrat)\w*\b[^.!?\n]{0,40}?"
    r"\b(?:validation(?! pass)|(?:required|mandatory) (?:field|propert)|rejections?|refusals?)",
    re.IGNORECASE,
)
"""The heading of a test of what is refused: `Test required fields`."""
REFUSED = lazy_regex(
    r"\b(?:should|will|must|expect\w*|see|get|gives?|returns?|fails?|results?|throws?|produces?|causes?|leads"
    r"|triggers?|with|due to|because of|an?|the|some)\b[^.!?\n]{0,60}\bvalidation (?:\w+ )?(?:errors?"
    r"|failures?)\b"
    r"|\bvalidation (?:\w+ )?(?:errors?|failures?)\W*\Z"
    r"|\bvalidation (?:\w+ )?(?:fails?|failed|rejects?|rejection|blocks?|prevents?)\b"
    r"|\b(?:fail(?:s|ed)?|reject(?:s|ed)?|refuse[sd]?|block(?:s|ed)?|caught)"
    r" (?:(?:with|by|at|in|because of|the|an?|this|it|during) )*(?:\w+ )?validation\b"
    r"|\b(?:field|value|property|enum|pattern|schema|manifest)\b[^.!?\n]{0,30}"
    r" (?:is|are|was|will be|gets?|should be) (?:rejected|refused)\b"
    r"|\bapi ?server\b[^.!?\n]{0,30}\b(?:rejects?|refuses?|rejected|refused)\b"
    r"|\bexpected (?:rejection|refusal)\b"
    r"|\b(?:should|will|must) (?:fail|be rejected|be refused)[^.!?\n]{0,40}"
    r"\b(?:required|invalid|not allowed|unknown|pattern|enum|schema|minimum|maximum|type)\b",
    re.IGNORECASE,
)
"""What says that the manifest itself is refused, for what is in it."""
FAILS = lazy_regex(
    r"\b(?:should|will|must|would|to) (?:also |now |then )?(?:fail|error|not work|not be (?:created|accepted)"
    r"|be (?:rejected|refused|blocked|invalid)"
    r"|(?:display|show|give|return|throw|produce|see|get|hit|receive) (?:an? |some |the )?(?:\w+ )?errors?)\b"
    r"|\b(?:expect(?:ed)?(?: (?:result|output|outcome|response|behaviou?r))?|observe|notice|note|see|get"
    r"|returns?|read)\b[^.!?\n]{0,40}\b(?:errors?|rejection|failure|rejected|refused|fails?)\b"
    r"|\bfail(?:s|ed)? as expected\b|\bexpected to fail\b"
    r"|\b(?:soll|wird|muss)[^.!?\n]{0,30}\b(?:fehlschlagen|scheitern|abgelehnt|zurückgewiesen)"
    r"|\b(?:debe|debería|deve|deveria)[^.!?\n]{0,20}\b(?:fallar|falhar|ser (?:rechazad|rejeitad))"
    r"|\b(?:doit|devrait)[^.!?\n]{0,20}\b(?:échouer|être (?:rejeté|refusé))"
    r"|\bдолж\w+[^.!?\n]{0,30}\b(?:ошибк|отклон|отверг)"
    r"|(?:应该?|应当|将会?|会)(?:报错|失败|被拒绝)|(?:エラー|失敗|拒否)(?:になる|する|される)はず|(?:실패"
    r"|거부)(?:해야|되어야)",
    re.IGNORECASE,
)
"""What says that applying it fails, whatever for."""
NAMED = re.compile(
    r"(?:^|-)(?:invalid|wrong|broken|bad|faulty|incorrect|malformed|illegal|missing|unknown|(?:should-"
    r"|will-)?fail(?:s|ing)?"
    r"|too-(?:few|many|large|small|long|short|high|low|big)|reject(?:ed|s)?|out-of-range|exceeds?"
    r"|exceeding)(?:-|$)"
)
"""The name of an object that is there to be refused."""
REMARK = lazy_regex(
    rf"(?:^|[ \t])#[^\n]{{0,200}}?(?:\b{_MISTAKE}\b"
    r"|\b(?:missing|exceeds?|exceeding|not allowed|forbidden|negative)\b"
    r"|\b(?:below|under|above|over) (?:the |its )?(?:min|max)(?:imum)?\b"
    r"|\btoo (?:many|few|large|small|long|short|high|low|big)\b"
    r"|\b(?:does not|doesn['’]t|not) match|\b(?:should|will|must) (?:fail|be (?:rejected|refused))\b"
    r"|ungültig|fehlt\b|inválid|incorrect|invalide|manque|неверн|недопустим|无效|非法|错误|缺少|無効|不正"
    r"|잘못|누락)",
    re.IGNORECASE | re.MULTILINE,
)
"""A remark in the manifest that says what is wrong near it."""
OTHER_CAUSE = lazy_regex(
    r"\b(?:quotas?|limit ?ranges?|polic(?:y|ies)|webhooks?|pod ?security|psa|pss|restricted|baseline"
    r"|privileged|permissions?|rbac|unauthori[sz]ed|authori[sz]\w*|forbids?|pull\w*|pending|schedul\w+"
    r"|insufficient|time(?:d|s)? ?out|connect\w*|immutable|already exists?|network\w*|dns|mount\w*|crash\w*"
    r"|oom\w*|kyverno|gatekeeper|opa|logs?|events?|probes?|endpoints?|start(?:s|up)?|running|runtime"
    r"|kontingent|richtlinie|cuota|política|квот\w*|политик\w*)\b|配额|策略|权限|ポリシー|クォータ|정책"
    r"|할당량",
    re.IGNORECASE,
)
"""What else than the manifest itself may make it fail: then a mistake in it is no part of the test."""
UNSURE = lazy_regex(
    r"\b(?:if|when|whenever|unless|until|otherwise|avoid\w*|may|might|could|sometimes|no longer|never"
    r"|(?:fix|correct)(?:es|ed|s)|passes|wenn|falls|si|cuando|quando|se|если)\b"
    r"|\b(?:no|not|without|any)\b[^.!?\n]{0,20}\b(?:errors?|fail\w*|reject\w*|refus\w*)\b"
    r"|\bwould\b[^.!?\n]*\bwithout\b"
    r"|\b(?:for|of) (?:wrong|invalid|bad|broken|incorrect) \w+s\b|n['’]t (?:fail|be (?:rejected|refused))"
    r"|如果|避免|修复|場合|修正|하면|수정",
    re.IGNORECASE,
)
"""What makes a sentence say something of other manifests, or that this one does not fail."""
