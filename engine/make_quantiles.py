#!/usr/bin/env python3
"""Prints inverse distribution functions as tables of integers (class Quantiles, choices.hpp).

  make_quantiles.py header > engine/quantiles.hpp      the committed tables
  make_quantiles.py check engine/quantiles.hpp         fails if the file is not what `header` prints
  make_quantiles.py lognormal --median 15000000 --sigma 0.5 [--low L] [--high H] [--points 65]
  make_quantiles.py uniform --low L --high H [--points 33]

Points are equally spaced quantiles; the first and the last are the ends. Given ends clip the
distribution. Ends that are not given lie where the outermost pieces, which are linear, keep the
mean that the distribution has there: so the table's mean is about the distribution's own.
"""
import argparse
import math
import statistics
import sys

UNIT = 1 << 20
SIGMAS = ("0.3", "0.4", "0.5", "0.6", "0.8", "1.0")
NORMAL = statistics.NormalDist()


def lognormal(median, sigma, points, low=None, high=None):
    """Quantiles of the lognormal distribution, clipped at `low` and `high`."""
    pieces = points - 1
    inner = [median * math.exp(sigma * NORMAL.inv_cdf(i / pieces)) for i in range(1, pieces)]
    # The mean of the lowest 1/pieces of the distribution; the highest mirrors it.
    z = NORMAL.inv_cdf(1 / pieces)
    whole = median * math.exp(sigma * sigma / 2) * pieces
    lowest = 2 * whole * NORMAL.cdf(z - sigma) - inner[0]
    highest = 2 * whole * NORMAL.cdf(z + sigma) - inner[-1]
    least = lowest if low is None else low
    most = highest if high is None else high
    if not 0 <= least <= most:
        sys.exit("the ends must not be negative nor the wrong way round")
    return [round(min(max(x, least), most)) for x in [least, *inner, most]]


def uniform(low, high, points):
    """Quantiles of the uniform distribution."""
    if not 0 <= low <= high:
        sys.exit("the ends must not be negative nor the wrong way round")
    pieces = points - 1
    return [(low * (pieces - i) + high * i + pieces // 2) // pieces for i in range(points)]


def table(name, values):
    """A constexpr array of the values, no line wider than 100 columns."""
    start = f"inline constexpr std::array<std::int64_t, {len(values)}> {name}"
    lines, line = [], ""
    for value in values:
        text = f"{value}, "
        if len(line) + len(text) > 92:
            lines.append("    " + line.rstrip())
            line = ""
        line += text
    lines.append("    " + line.rstrip(", "))
    return start + "{\n" + "\n".join(lines) + "};\n"


def header():
    """The text of engine/quantiles.hpp."""
    parts = ["""\
// Lognormal distributions with median 1 as tables of integers, one for each spread: a table times
// a duration is a distribution, Quantiles{lognormal_05, 15ms}. Printed by engine/make_quantiles.py.
#pragma once

#include <array>
#include <cstdint>

// clang-format off
namespace engine {
"""]
    for sigma in SIGMAS:
        values = lognormal(UNIT, float(sigma), 33)
        ends = f"{values[0] / UNIT:.2f} to {values[-1] / UNIT:.2f} times the median"
        name = "lognormal_" + sigma.replace(".", "")
        parts.append(f"/// Sigma {sigma}: from {ends}.\n" + table(name, values))
    parts.append("}  // namespace engine\n// clang-format on\n")
    return "\n".join(parts)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    kinds = parser.add_subparsers(dest="kind", required=True)
    kinds.add_parser("header")
    kinds.add_parser("check").add_argument("file")
    logarithmic = kinds.add_parser("lognormal")
    logarithmic.add_argument("--median", type=int, required=True)
    logarithmic.add_argument("--sigma", type=float, required=True)
    logarithmic.add_argument("--low", type=int)
    logarithmic.add_argument("--high", type=int)
    even = kinds.add_parser("uniform")
    even.add_argument("--low", type=int, required=True)
    even.add_argument("--high", type=int, required=True)
    for kind in (logarithmic, even):
        kind.add_argument("--points", type=int, choices=(33, 65), default=33)
        kind.add_argument("--name", default="points")
    asked = parser.parse_args()
    if asked.kind == "header":
        sys.stdout.write(header())
    elif asked.kind == "check":
        with open(asked.file, encoding="utf-8") as file:
            sys.exit(0 if file.read() == header() else f"{asked.file} is not what this prints")
    elif asked.kind == "lognormal":
        values = lognormal(asked.median, asked.sigma, asked.points, asked.low, asked.high)
        sys.stdout.write(table(asked.name, values))
    else:
        sys.stdout.write(table(asked.name, uniform(asked.low, asked.high, asked.points)))


if __name__ == "__main__":
    main()
