"""What is said of a manifest beside its code and in the catalogue: its state, and what is silenced."""

from __future__ import annotations

import pytest
from lxml import html

from definitions import BACKUP_DEFINITION
from knotwork.model.names import NotePath
from knotwork.site.render import render_note
from knotwork.snippets.schema.builtin import NEWEST
from test_views import listed, pages, view, words

A = NotePath("a.md")
VALID = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: good}\n"
BACKUP = "apiVersion: example.com/v1\nkind: Backup\nmetadata: {name: daily}\nspec: {size: 1}\n"
BAD = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: bad}\ndatta: {}\nimmutable: 1\n"


def block(text: str, options: str = "") -> str:
    return f"```yaml {options}\n{text}```\n"


def badges(text: str, **settings: object) -> list[str]:
    """The states of the manifests of a note, as its page says them."""
    kb = view({"a.md": text}, **settings).kb
    root = html.fromstring(f"<div>{render_note(kb, A)}</div>")
    return [words(each) for each in root.xpath("//span[contains(@class, 'kw-badge')]")]


def test_a_badge_says_how_many_errors_a_manifest_has() -> None:
    assert badges(block(VALID)) == [f"valid for Kubernetes {NEWEST}"]
    assert badges(block(BAD)) == ["invalid (2)"]


def test_what_is_silenced_is_no_error_of_a_badge() -> None:
    one = "<!-- knotwork-disable-next-line unknown-field -->\n"
    both = "<!-- knotwork-disable-next-line unknown-field, wrong-type -->\n"

    assert badges(f"{one}{block(BAD)}") == ["invalid (1)"]
    assert badges(f"{both}{block(BAD)}") == ["not checked"]
    assert badges(block(BAD), rules={"unknown-field": "off"}) == ["invalid (1)"]
    assert badges(block(BAD), rules={"unknown-field": "off", "wrong-type": "warning"}) == ["not checked"]


def test_a_manifest_that_is_meant_to_fail_says_whether_it_does() -> None:
    assert badges(block(BAD, '{k8s="invalid"}')) == ["meant to fail"]
    assert badges(block(VALID, '{k8s="invalid"}')) == ["meant to fail, and does not"]


def test_a_custom_resource_is_valid_by_its_definition_and_that_is_valid_for_kubernetes() -> None:
    note = f"{BACKUP_DEFINITION}\n```yaml\n{BACKUP}```\n"

    assert badges(note) == [f"valid for Kubernetes {NEWEST}", "valid by its definition"]


def test_objects_that_most_of_their_kind_are_like_are_not_valid_and_not_accused() -> None:
    note = "\n".join(block(BACKUP.replace("{size: 1}", f"{{disk: {number}}}")) for number in range(3))

    assert badges(f"{BACKUP_DEFINITION}\n{note}") == [f"valid for Kubernetes {NEWEST}"] + ["not checked"] * 3


def test_a_manifest_of_an_unknown_kind_has_no_schema() -> None:
    assert badges(block("apiVersion: example.com/v1\nkind: Box\nmetadata: {name: x}\n")) == ["no schema"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("image", "<your image>"),
        ("image", "registry.example.com/<app>:1.0"),
        ("image", "$REGISTRY/web:1.0"),
        ("nodeName", "YOUR_NODE"),
        ("nodeName", "xxx"),
        ("hostname", "__HOST__"),
        ("image", "[image name]"),
        ("image", "[my-app]"),
        ("schedulerName", "REPLACE_WITH_NAME"),
        ("restartPolicy", "Always | OnFailure"),
    ],
)
def test_a_manifest_with_a_placeholder_is_not_called_valid(field: str, value: str) -> None:
    text = pod({"image": "nginx:1.27"} | {field: value})
    assert badges(block(text)) == ["with placeholders"]
    assert badges(block(text, '{k8s="partial"}')) == ["partial"]


def test_texts_that_only_look_like_placeholders_leave_a_manifest_valid() -> None:
    container = (
        "args: ['--ip=$(IP)', '...', <x>]\n    env: [{name: IP, value: $(P)}, {name: H, value: <b>}]\n"
        "    volumeMounts: [{name: a, mountPath: /a, subPathExpr: $(IP)}]\n"
    )
    whole = f"{pod({'image': 'nginx:1.27'})}    {container}  volumes: [{{name: a, emptyDir: {{}}}}]\n"
    notes = VALID.replace("}", ", annotations: {a: <b>}}") + "data: {a: <p>..., b: $X}\n"
    valid = f"valid for Kubernetes {NEWEST}"
    assert badges(block(whole)) == [valid]
    assert badges(block(notes)) == [valid]


def test_data_of_a_secret_and_keys_may_be_placeholders() -> None:
    secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: {token: <base64>}\n"
    keys = f"{VALID}data: {{<key>: b}}\n"
    variable = pod({"image": "nginx:1.27"}) + (
        "    env: [{name: A, valueFrom: {secretKeyRef: {name: <Secret>, key: a}}}]\n"
    )
    for text in (secret, keys, variable):
        assert badges(block(text)) == ["with placeholders"]


def test_a_field_that_is_to_go_leaves_a_manifest_valid_and_capitals_for_an_address_do_not() -> None:
    ingress = (
        "apiVersion: networking.k8s.io/v1\nkind: Ingress\n"
        "metadata: {name: a, annotations: {kubernetes.io/ingress.class: nginx}}\n"
        "spec: {defaultBackend: {service: {name: a, port: {number: 80}}}}\n"
    )
    service = "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n"
    ranges = "spec: {type: LoadBalancer, ports: [{port: 80}], loadBalancerSourceRanges: [MY_OWN_RANGE]}\n"
    assert badges(block(ingress)) == [f"valid for Kubernetes {NEWEST}"]
    assert badges(block(service + ranges)) == ["with placeholders"]


def test_what_may_be_a_mistake_is_not_called_valid() -> None:
    name = "apiVersion: v1\nkind: Service\nmetadata: {name: service_name}\nspec: {ports: [{port: 80}]}\n"
    commented = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: # of the settings\n"
    part = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {replicas: 2}\n"
    assert badges(block(name)) == ["with placeholders"]
    assert badges(block(commented)) == ["not checked"]
    assert badges(block(part)) == ["not checked"]


def test_a_part_with_a_placeholder_is_not_called_valid() -> None:
    assert badges(block("- name: a\n  image: <image>\n", '{k8s="Pod.spec.containers"}')) == [
        "with placeholders"
    ]


def pod(fields: dict[str, str]) -> str:
    """A pod with fields of its container or, but for the image, of its own."""
    own = "".join(f"  {name}: {value}\n" for name, value in fields.items() if name != "image")
    head = f"apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\nspec:\n{own}"
    return f"{head}  containers:\n  - name: a\n    image: {fields['image']}\n"


def test_the_catalogue_counts_states_and_lists_what_is_not_valid_last() -> None:
    silenced = "<!-- knotwork-disable-next-line unknown-field, wrong-type -->\n"
    found = pages({"b.md": f"{block(VALID)}\n{silenced}{block(BAD)}", "a.md": block(BAD)})["snippets.md"]

    assert listed(found, "./p")[0] == "3 snippets in 2 notes: 1 valid, 1 invalid , 1 not checked ."
    assert [title for _, _, title in found.headings] == [
        "By kind",
        "ConfigMap",
        "By note",
        "Not valid",
        "Invalid",
        "Not checked",
    ]
    assert listed(found, "./ul[3]/li/span[@class='kw-note']") == ["a"]
    assert listed(found, "./ul[1]/li/span[@class='kw-kind']") == ["bad", "bad", "good"]


def test_kinds_and_names_are_in_the_order_of_the_alphabet() -> None:
    def manifest(kind: str, name: str) -> str:
        return block(f"apiVersion: v1\nkind: {kind}\nmetadata: {{name: {name}}}\n")

    found = pages(
        {"a.md": "\n".join((manifest("Secret", "b"), manifest("ConfigMap", "z"), manifest("Secret", "a")))}
    )

    page = found["snippets.md"]
    assert [title for level, _, title in page.headings if level == 3] == ["ConfigMap", "Secret"]
    assert listed(page, ".//*[@id='kind-secret']/following-sibling::ul[1]/li/span[@class='kw-kind']") == [
        "a",
        "b",
    ]


def test_a_note_in_the_catalogue_names_thirty_of_its_manifests() -> None:
    def page(count: int) -> str:
        text = "\n".join(
            block(f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: m{number:02}}}\n")
            for number in range(count)
        )
        return " ".join(listed(pages({"a.md": text})["snippets.md"], ".//span[@class='kw-names']"))

    assert "more" not in page(30)
    assert page(31).endswith("and 1 more")
    assert "m30" not in page(31)


def test_ten_headers_and_findings_are_in_sight_and_the_rest_is_folded() -> None:
    def document(name: str) -> str:
        return f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}}}\n"

    def shown(documents: int) -> html.HtmlElement:
        text = "---\n".join(document(f"m{number}") for number in range(documents))
        return html.fromstring(f"<div>{render_note(view({'a.md': block(text)}).kb, A)}</div>")

    assert not shown(10).xpath("//details")
    assert [words(each) for each in shown(11).xpath("//summary")] == ["1 more"]
    assert len(shown(11).xpath("//*[@class='kw-snippets']/p")) == 10


def test_findings_are_numbered_at_their_lines() -> None:
    def shown(fields: int) -> html.HtmlElement:
        text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n"
        text += "".join(f"field{chr(97 + number)}: 1\n" for number in range(fields))
        return html.fromstring(f"<div>{render_note(view({'a.md': block(text)}).kb, A)}</div>")

    two = shown(2)
    marks = two.xpath("//*[contains(@class, 'kw-mark ')]")
    assert [(each.tag, each.get("data-number")) for each in marks] == [("a", "5"), ("i", "6")]
    four = shown(4).xpath("//a[contains(@class, 'kw-mark ')]/@data-number")
    assert four == ["5", "7"], "neighbouring links are too small a target"
    assert two.xpath("//*[@class='kw-marks']")[0].text == "\n\n\n"
    assert [each.get("id") for each in two.xpath("//li")] == ["block-1.finding-1", "block-1.finding-2"]
    assert [words(each) for each in two.xpath("//li/a")] == ["line 5", "line 6"]
    assert not shown(11).xpath("//details")
    twelve = shown(12)
    assert [words(each) for each in twelve.xpath("//summary")] == ["2 more findings"]
    assert [each.get("start") for each in twelve.xpath("//details/ol")] == ["11"]
    assert len(twelve.xpath("//details//li")) == 2


def test_lines_are_counted_as_the_reader_sees_them() -> None:
    text = f'```yaml linenums="10"\n{BAD}```\n'
    root = html.fromstring(f"<div>{render_note(view({'a.md': text}).kb, A)}</div>")

    assert [words(each) for each in root.xpath("//li/a")] == ["line 13", "line 14"]
