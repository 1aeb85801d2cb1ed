/* A canvas above the graph: it draws one note with its neighbours, and names that do not overlap. */
(function () {
  "use strict";

  var NAMES = 30; /* of neighbours, at most */
  var SMALLEST = 3; /* the smallest visible radius */
  var LONGEST = 40; /* letters of a name, but for that of the note that is pointed at */

  knotwork.graphMarks = function () {
    var canvas = knotwork.element("canvas", { class: "kw-graph-marks" });
    var pen = canvas.getContext("2d");
    var nameBoxes = []; /* of the names drawn so far: left, top, right, bottom */

    /* Draws a name beside its note, unless it would overlap another name. */
    function name(pen_, text, at, weight, looks, width) {
      pen_.font = weight + " 12px " + looks.font;
      text = weight === "400" && text.length > LONGEST ? text.slice(0, LONGEST - 1).trimEnd() + "…" : text;
      var offset = Math.max(at.size, SMALLEST) + 5;
      var long = pen_.measureText(text).width;
      var left = at.x + offset + long > width ? Math.max(2, at.x - offset - long) : at.x + offset;
      var box = [left - 2, at.y - 9, left + long + 2, at.y + 8];
      var isFree = nameBoxes.every(function (drawn) {
        return box[0] > drawn[2] || box[2] < drawn[0] || box[1] > drawn[3] || box[3] < drawn[1];
      });
      if (isFree) {
        nameBoxes.push(box);
        pen_.lineWidth = 4;
        pen_.lineJoin = "round";
        pen_.strokeStyle = looks.page;
        pen_.strokeText(text, left, at.y + 4);
        pen_.fillStyle = looks.text;
        pen_.fillText(text, left, at.y + 4);
      }
    }

    function resize(size) {
      var ratio = window.devicePixelRatio || 1;
      if (canvas.width !== Math.round(size.width * ratio) || canvas.height !== Math.round(size.height * ratio)) {
        canvas.width = Math.round(size.width * ratio);
        canvas.height = Math.round(size.height * ratio);
      }
      pen.setTransform(ratio, 0, 0, ratio, 0, 0);
      pen.clearRect(0, 0, size.width, size.height);
    }

    function lines(centre, neighbours, looks) {
      pen.lineWidth = 1;
      pen.strokeStyle = looks.strong;
      pen.globalAlpha = 0.6;
      pen.beginPath();
      neighbours.forEach(function (note) {
        pen.moveTo(centre.x, centre.y);
        pen.lineTo(note.x, note.y);
      });
      pen.stroke();
      pen.globalAlpha = 1;
    }

    function disc(note) {
      pen.fillStyle = note.color;
      pen.beginPath();
      pen.arc(note.x, note.y, Math.max(note.size, SMALLEST), 0, 2 * Math.PI);
      pen.fill();
    }

    function ring(note, looks) {
      pen.lineWidth = 2;
      pen.strokeStyle = looks.strong;
      pen.beginPath();
      pen.arc(note.x, note.y, Math.max(note.size, SMALLEST) + 3, 0, 2 * Math.PI);
      pen.stroke();
    }

    return {
      canvas: canvas,
      name: name,

      /* Clears the boxes of names, before everything is drawn again. */
      begin: function () {
        nameBoxes = [];
      },

      /* Draws a note and its neighbours, the first of them with names; clears the canvas for null. */
      draw: function (centre, neighbours, looks, size) {
        resize(size);
        if (centre === null) {
          return;
        }
        lines(centre, neighbours, looks);
        neighbours.concat(centre).forEach(disc);
        ring(centre, looks);
        nameBoxes = [];
        name(pen, centre.title, centre, "600", looks, size.width);
        neighbours.slice(0, NAMES).forEach(function (note) {
          name(pen, note.title, note, "400", looks, size.width);
        });
      },
    };
  };
})();
