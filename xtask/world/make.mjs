// Makes the shapes of the world map: `node make.mjs FILE`.
//
// The same packages give the same bytes. `cargo xtask world` installs them and runs this.

import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { exit, argv } from "node:process";
import { geoEqualEarth, geoStream } from "d3-geo";
import { polygonContains } from "d3-polygon";
import countries from "i18n-iso-countries";
import { feature } from "topojson-client";
import { presimplify, simplify, sphericalTriangleArea } from "topojson-simplify";

const WIDTH = 1000;
const MARGIN = 2;
/** Coordinates of shapes are multiples of this. */
const GRID = 0.5;
/** Rings smaller than this many square units are left out, save a country's largest. */
const SMALLEST_RING = 1.2;
/** A point that adds less than this, in steradians (not quite one square unit), is left out. */
const DETAIL = 2.5e-5;
/** Lines with at most this many points keep them all. */
const SHORT_LINE = 5;
/** The map's middle, in degrees east: its edges meet in Bering Strait, where they cut no land. */
const MIDDLE = 11.5;

/** Territories without an ISO number: they get codes from the range that ISO leaves to its users. */
const WITHOUT_NUMBER = { Kosovo: "XKX", "N. Cyprus": "XNC", Somaliland: "XSO" };
const LEFT_OUT = new Set(["ATA"]);

const require = createRequire(import.meta.url);
const { version } = require("world-atlas/package.json");
// Resampling would only bend the borders along parallels, which this projection keeps straight.
const projection = geoEqualEarth().rotate([-MIDDLE, 0]).scale(1).translate([0, 0]).precision(0);

const [, , target] = argv;
if (target === undefined) {
  console.error("usage: node make.mjs FILE");
  exit(2);
}

const shapes = polygonsByCode(simplified(atlas("110m")));
const places = polygonsByCode(atlas("50m"));
const place = fit();
const { lines, height } = countryLines();
writeFileSync(target, `${[...heading(), `size\t${WIDTH}\t${height}`, ...lines].join("\n")}\n`);

function heading() {
  return [
    "# The world's countries as shapes for a map. Generated; make it again with: cargo xtask world",
    "# Source: Natural Earth (public domain, https://www.naturalearthdata.com/), 1:110m for the shapes",
    `# and 1:50m for the centres and extents, from the npm package world-atlas ${version}.`,
    `# Projection: Equal Earth around ${MIDDLE} degrees east, without Antarctica.`,
    "# First the size of the view box, then a line per country, separated by tabs: ISO 3166-1 alpha-3",
    "# (XKX Kosovo, XNC Northern Cyprus, XSO Somaliland), x and y of the centre and the longer side of",
    "# the largest polygon's box, SVG path (empty for countries too small for 1:110m).",
  ];
}

function atlas(resolution) {
  return JSON.parse(readFileSync(require.resolve(`world-atlas/countries-${resolution}.json`)));
}

/** Fewer points, the same ones on both sides of a border. */
function simplified(topology) {
  const weighed = presimplify(topology, sphericalTriangleArea);
  // Short lines are what small countries are made of; thinned out, those would be slivers.
  const short = weighed.arcs.filter((arc) => arc.length <= SHORT_LINE);
  for (const point of short.flat()) point[2] = Infinity;
  return simplify(weighed, DETAIL);
}

/** Each country's polygons: lists of rings in the plane, the radius of the globe being 1. */
function polygonsByCode(topology) {
  const byCode = new Map();
  for (const { id, properties, geometry } of feature(topology, topology.objects.countries).features) {
    const code = id === undefined ? WITHOUT_NUMBER[properties.name] : countries.numericToAlpha3(id);
    if (code === undefined && id !== undefined) {
      throw new Error(`no ISO code for ${properties.name} (${id})`);
    }
    // What has neither: a disputed glacier and groups of islets.
    if (code === undefined || LEFT_OUT.has(code)) continue;
    const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    const projected = polygons.map(project).filter((rings) => rings.length > 0);
    byCode.set(code, [...(byCode.get(code) ?? []), ...projected]);
  }
  moveCrimea(byCode);
  return byCode;
}

/**
 * Natural Earth draws who controls a place. Crimea is shown as part of Ukraine, as the General
 * Assembly of the United Nations holds (resolution 68/262). It is a polygon of its own.
 */
function moveCrimea(byCode) {
  const [x, y] = projection([34.2, 45.2]);
  const inside = (rings) => polygonContains(rings[0], [x, y]);
  const russian = byCode.get("RUS");
  const crimea = russian.filter(inside);
  if (crimea.length !== 1) throw new Error(`found ${crimea.length} polygons of Crimea`);
  byCode.set("RUS", russian.filter((rings) => !inside(rings)));
  byCode.set("UKR", [...byCode.get("UKR"), ...crimea]);
}

function project(coordinates) {
  const rings = [];
  const sink = {
    polygonStart() {},
    polygonEnd() {},
    lineStart: () => rings.push([]),
    lineEnd() {},
    point: (x, y) => rings.at(-1).push([x, y]),
  };
  geoStream({ type: "Polygon", coordinates }, projection.stream(sink));
  return rings.filter((ring) => ring.length > 2);
}

/** Twice the signed area of a ring, and its centroid. */
function measure(ring) {
  let [doubled, x, y] = [0, 0, 0];
  ring.forEach(([x1, y1], index) => {
    const [x0, y0] = ring.at(index - 1);
    const cross = x0 * y1 - x1 * y0;
    doubled += cross;
    x += (x0 + x1) * cross;
    y += (y0 + y1) * cross;
  });
  return { area: Math.abs(doubled) / 2, centroid: [x / (3 * doubled), y / (3 * doubled)] };
}

/** The centroid, moved along its parallel to the widest stretch of land if it is not on land. */
function centre(ring) {
  const [x, y] = measure(ring).centroid;
  const crossings = ring
    .map((point, index) => [ring.at(index - 1), point])
    .filter(([[, y0], [, y1]]) => y0 > y !== y1 > y)
    .map(([[x0, y0], [x1, y1]]) => x0 + ((x1 - x0) * (y - y0)) / (y1 - y0))
    .sort((a, b) => a - b);
  const stretches = [];
  for (let index = 0; index + 1 < crossings.length; index += 2) {
    stretches.push([crossings[index], crossings[index + 1]]);
  }
  if (stretches.length === 0 || stretches.some(([from, to]) => from <= x && x <= to)) return [x, y];
  const [from, to] = stretches.sort((a, b) => b[1] - b[0] - (a[1] - a[0]))[0];
  return [(from + to) / 2, y];
}

function largest(rings) {
  return rings.reduce((best, ring) => (measure(ring).area > measure(best).area ? ring : best));
}

function bounds(points) {
  return points.reduce(
    ([x0, y0, x1, y1], [x, y]) => [Math.min(x0, x), Math.min(y0, y), Math.max(x1, x), Math.max(y1, y)],
    [Infinity, Infinity, -Infinity, -Infinity],
  );
}

/** Where the plane goes in the view box: all land and every centre are inside the margin. */
function fit() {
  const land = [...shapes.values()].flat(2);
  const centres = [...places.values()].map((polygons) => measure(largest(polygons.flat())).centroid);
  const [left, top, right, bottom] = bounds([...land.flat(), ...centres]);
  const scale = (WIDTH - 2 * MARGIN) / (right - left);
  return {
    scale,
    height: Math.ceil((bottom - top) * scale + 2 * MARGIN),
    point: ([x, y]) => [(x - left) * scale + MARGIN, (y - top) * scale + MARGIN],
  };
}

function countryLines() {
  const codes = [...new Set([...shapes.keys(), ...places.keys()])].sort();
  const lines = codes.map((code) => {
    const main = largest((places.get(code) ?? shapes.get(code)).flat()).map(place.point);
    const [x0, y0, x1, y1] = bounds(main);
    const numbers = [...centre(main), Math.max(x1 - x0, y1 - y0)];
    return [code, ...numbers.map((n) => n.toFixed(1)), path((shapes.get(code) ?? []).flat())].join("\t");
  });
  return { lines, height: place.height };
}

/** Path data in relative steps on the grid; the `m` it begins with counts from the origin. */
function path(rings) {
  if (rings.length === 0) return "";
  const placed = rings.map((ring) => ring.map(place.point));
  const main = largest(placed);
  let data = "";
  let [x, y] = [0, 0];
  for (const ring of placed) {
    if (ring !== main && measure(ring).area < SMALLEST_RING) continue;
    const points = straighten(ring.map((point) => point.map((n) => Math.round(n / GRID))));
    if (points.length < 3) continue;
    // After `z`, the next ring starts from where this one did.
    const [start, ...rest] = points;
    data += `m${pair(start[0] - x, start[1] - y)}`;
    [x, y] = start;
    let command = "l"; // What coordinates after `m` mean.
    let [px, py] = start;
    for (const [qx, qy] of rest) {
      const [dx, dy] = [qx - px, qy - py];
      const next = dy === 0 ? "h" : dx === 0 ? "v" : "l";
      const step = next === "h" ? number(dx) : next === "v" ? number(dy) : pair(dx, dy);
      data += next === command ? separated(step) : next + step;
      command = next;
      [px, py] = [qx, qy];
    }
    data += "z";
  }
  return data;
}

/** Without points that rounding made superfluous: repeated, on a straight line, or a spike's end. */
function straighten(ring) {
  const points = [...ring];
  for (let index = 0; points.length > 2 && index < points.length; ) {
    const [x0, y0] = points.at(index - 1);
    const [x1, y1] = points[index];
    const [x2, y2] = points[(index + 1) % points.length];
    if ((x1 - x0) * (y2 - y1) === (x2 - x1) * (y1 - y0)) {
      points.splice(index, 1);
      index = Math.max(0, index - 2);
    } else {
      index += 1;
    }
  }
  return points;
}

function pair(x, y) {
  return number(x) + separated(number(y));
}

/** Grid steps as units, without the zero before the point. */
function number(steps) {
  return String(Math.round(steps * GRID * 10) / 10).replace(/^(-?)0\./, "$1.");
}

function separated(text) {
  return text.startsWith("-") ? text : ` ${text}`;
}
