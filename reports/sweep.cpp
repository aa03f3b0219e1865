#include "reports/sweep.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "reports/clock.hpp"

namespace reports {
namespace {

constexpr std::size_t columns = 60;

/// Where in the story's length the instants lie.
std::string marks(const std::vector<engine::Duration>& instants, engine::Duration length,
                  const Style& style) {
    std::vector<bool> hit(columns, false);
    for (const engine::Duration at : instants) {
        const auto column =
            static_cast<std::size_t>(at.count() * static_cast<std::int64_t>(columns) /
                                     std::max<std::int64_t>(length.count(), 1));
        hit[std::min(column, columns - 1)] = true;
    }
    std::string text;
    for (const bool there : hit) {
        text += there ? style.glyph("█", "#") : style.glyph("·", ".");
    }
    return text;
}

std::string certificate(const SweepResult& result) {
    std::string text = fmt::format(
        "{} instants x {} cases of {} faults: {} runs, {} classes of failure that the story itself "
        "has not\n",
        result.instants, result.cases_each, result.faults, result.run, result.classes.size());
    text += fmt::format(
        "left out: {} instants at which all was as at an earlier one; {} runs came "
        "to the same events as another\n",
        result.seen_before, result.same);
    if (result.run < result.instants * result.cases_each) {
        text += fmt::format("INCOMPLETE: it was interrupted, {} cases were not run\n",
                            result.instants * result.cases_each - result.run);
    }
    return text;
}

}  // namespace

std::string sweep_text(const SweepResult& result, const Style& style) {
    std::string text;
    const engine::TrueTime zero;
    for (const auto& [failure, swept] : result.classes) {
        text +=
            fmt::format("{} {}  {} cases\n    {}\n", style.paint(Tone::bad, style.glyph("✗", "x")),
                        style.paint(Tone::strong, failure.oracle), swept.cases,
                        wrap(way_text(failure), style.width, 4));
        for (const auto& [fault, instants] : swept.faults) {
            text += fmt::format("  {:<20} {}  first at {}\n", fault,
                                marks(instants, result.length, style),
                                story_time(zero + *std::ranges::min_element(instants), zero));
        }
    }
    if (!result.classes.empty()) {
        text += fmt::format("  {:<20} {:<{}}{}\n", "", story_time(zero, zero), columns - 6,
                            story_time(zero + result.length, zero));
    }
    return text + certificate(result);
}

}  // namespace reports
