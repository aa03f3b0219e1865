// `simrun diff A B`: two runs, where they part, and their stories side by side.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "reports/chronicle.hpp"
#include "reports/side_by_side.hpp"
#include "sim/simrun/prepared.hpp"
#include "sim/simrun/trace_text.hpp"

namespace sim::simrun {
namespace {

/// A run as the command line names it: FILE, FILE#VARIANT, FILE@SEED, FILE#VARIANT@SEED. A word
/// that is a file as a whole is taken as one.
Request run_named(const std::string& word, const Request& common) {
    Request request = common;
    std::string rest = word;
    std::error_code error;
    if (!std::filesystem::exists(rest, error)) {
        if (const std::size_t at = rest.rfind('@'); at != std::string::npos) {
            std::uint64_t seed = 0;
            const char* end = rest.data() + rest.size();
            const auto read = std::from_chars(rest.data() + at + 1, end, seed);
            if (read.ec == std::errc{} && read.ptr == end) {
                request.seed = seed;
                rest.resize(at);
            }
        }
        if (const std::size_t at = rest.rfind('#'); at != std::string::npos) {
            request.variant = rest.substr(at + 1);
            rest.resize(at);
        }
    }
    request.paths = {rest};
    return request;
}

/// One of the two: loaded, run, judged.
struct Side {
    std::string name;
    Prepared prepared;
    world::Run run;
};

std::optional<Side> side_of(const std::string& word, const Request& common,
                            const Surroundings& with, int& exit_code) {
    const Request request = run_named(word, common);
    exit_code = 2;
    auto prepared = prepare(request, with);
    if (!prepared) return std::nullopt;
    world::RunOptions options;
    options.seed = seed_of(request, *prepared);
    options.until = request.until;
    options.trace = true;
    exit_code = 70;
    auto done = run(*prepared, options, with);
    if (!done) return std::nullopt;
    return Side{word, std::move(*prepared), std::move(*done)};
}

/// The chronicle's lines; what happened at another time is still the same.
std::vector<reports::KeyedLine> lines_of(const std::string& story) {
    std::vector<reports::KeyedLine> lines;
    for (std::size_t at = 0; at < story.size();) {
        const std::size_t end = std::min(story.find('\n', at), story.size());
        reports::KeyedLine line{story.substr(at, end - at), {}};
        const std::size_t text = line.text.find_first_not_of("0123456789:.- ");
        line.key = text == std::string::npos ? std::string() : line.text.substr(text);
        lines.push_back(std::move(line));
        at = end + 1;
    }
    return lines;
}

std::string head_of(const Side& side, const checks::Verdict& verdict, std::string_view label,
                    const reports::Style& style) {
    return style.paint(reports::Tone::strong, fmt::format("{}  {}", label, side.name)) +
           fmt::format("\n     {}\n     seed {}   fingerprint {:016x}   {} events   exit {}\n",
                       verdict_line(side.prepared.script, verdict), side.run.seed,
                       side.run.fingerprint.value(), side.run.events, verdict.exit_code());
}

}  // namespace

int diff(const std::vector<std::string>& paths, const Request& request, const Surroundings& with) {
    if (paths.size() != 2) {
        return usage_error(with, "diff compares two runs: simrun diff FILE@1 FILE@2");
    }
    int exit_code = 0;
    const auto one = side_of(paths[0], request, with, exit_code);
    if (!one) return exit_code;
    const auto other = side_of(paths[1], request, with, exit_code);
    if (!other) return exit_code;
    const Judged left(one->prepared, one->run);
    const Judged right(other->prepared, other->run);
    const reports::Style style = with.out.style();
    with.out.write(head_of(*one, left.verdict, "one  ", style));
    with.out.write(head_of(*other, right.verdict, "other", style));
    if (one->run.fingerprint == other->run.fingerprint) {
        with.out.write("\nthe same, event for event\n");
        return 0;
    }
    with.out.write("\n" + difference_text(one->run.trace, other->run.trace, left.cluster) + "\n");
    reports::Style narrow;
    narrow.unicode = style.unicode;
    narrow.width = reports::width_of_side(style);
    with.out.write(side_by_side(lines_of(chronicle(left.telling, narrow)),
                                lines_of(chronicle(right.telling, narrow)), style));
    return 1;
}

}  // namespace sim::simrun
