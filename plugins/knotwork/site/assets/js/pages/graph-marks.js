/* A canvas above the graph for one note and those around it, and names that never lie upon each other. */
(function () {
  "use strict";

  var NAMES = 30; /* of the notes around, that are shown */
  var SMALLEST = 3; /* a disc that one can see */

  knotwork.graphMarks = function () {
    var canvas = knotwork.element("canvas", { class: "kw-graph-marks" });
    var pen = canvas.getContext("2d");
    var taken = []; /* the boxes of the names that are drawn: left, top, right, bottom */

    /* Writes a name beside its note, where no other name is. */
    function name(pen_, text, at, weight, looks, width) {
      pen_.font = weight + " 12px " + looks.font;
      var away = Math.max(at.size, SMALLEST) + 5;
      var long = pen_.measureText(text).width;
      var left = at.x + away + long > width ? at.x - away - long : at.x + away;
      var box = [left - 2, at.y - 9, left + long + 2, at.y + 8];
      var free = taken.every(function (other) {
        return box[0] > other[2] || box[2] < other[0] || box[1] > other[3] || box[3] < other[1];
      });
      if (free) {
        taken.push(box);
        pen_.lineWidth = 4;
        pen_.lineJoin = "round";
        pen_.strokeStyle = looks.page;
        pen_.strokeText(text, left, at.y + 4);
        pen_.fillStyle = looks.text;
        pen_.fillText(text, left, at.y + 4);
      }
    }

    function sized(size) {
      var ratio = window.devicePixelRatio || 1;
      if (canvas.width !== Math.round(size.width * ratio) || canvas.height !== Math.round(size.height * ratio)) {
        canvas.width = Math.round(size.width * ratio);
        canvas.height = Math.round(size.height * ratio);
      }
      pen.setTransform(ratio, 0, 0, ratio, 0, 0);
      pen.clearRect(0, 0, size.width, size.height);
    }

    function lines(centre, around, looks) {
      pen.lineWidth = 1;
      pen.strokeStyle = looks.strong;
      pen.globalAlpha = 0.6;
      pen.beginPath();
      around.forEach(function (each) {
        pen.moveTo(centre.x, centre.y);
        pen.lineTo(each.x, each.y);
      });
      pen.stroke();
      pen.globalAlpha = 1;
    }

    function disc(each) {
      pen.fillStyle = each.color;
      pen.beginPath();
      pen.arc(each.x, each.y, Math.max(each.size, SMALLEST), 0, 2 * Math.PI);
      pen.fill();
    }

    function ring(each, looks) {
      pen.lineWidth = 2;
      pen.strokeStyle = looks.strong;
      pen.beginPath();
      pen.arc(each.x, each.y, Math.max(each.size, SMALLEST) + 3, 0, 2 * Math.PI);
      pen.stroke();
    }

    return {
      canvas: canvas,
      name: name,

      /* Forgets where names are, before all is drawn anew. */
      begin: function () {
        taken = [];
      },

      /* Draws a note and those around it, of which the first get names; null: nothing. */
      draw: function (centre, around, looks, size) {
        sized(size);
        if (centre === null) {
          return;
        }
        lines(centre, around, looks);
        around.concat(centre).forEach(disc);
        ring(centre, looks);
        taken = [];
        name(pen, centre.title, centre, "600", looks, size.width);
        around.slice(0, NAMES).forEach(function (each) {
          name(pen, each.title, each, "400", looks, size.width);
        });
      },
    };
  };
})();
