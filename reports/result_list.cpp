#include "reports/result_list.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "reports/psql.hpp"

namespace reports {
namespace {

/// Failures told at length; of the others the line has to do.
constexpr std::size_t at_length = 10;

/// Where a verdict's lines begin that found no room beside the name.
constexpr int indent = 4;

/// What exit codes other than 0 mean, worst first, for the count.
struct Meaning {
    int exit_code;
    std::string_view words;
};
constexpr Meaning meanings[] = {{70, "failed inside the simulator"},
                                {2, "cannot be run"},
                                {4, "not deterministic"},
                                {5, "hit a limit"},
                                {1, "violated an oracle"},
                                {3, "not as expected"}};

std::string failure(const StoryResult& result, const Style& style) {
    std::string text =
        "\n" + style.paint(Tone::bad, "FAILED ") + style.paint(Tone::strong, result.name());
    if (!result.title.empty()) text += "  " + result.title;
    text += "\n";
    text += result.problems.empty() ? result.shown.details : result.problems_text;
    if (text.back() != '\n') text += '\n';
    text += style.paint(Tone::quiet, "again: " + result.again()) + "\n";
    return text;
}

}  // namespace

std::string result_line(const StoryResult& result, std::size_t widest, const Style& style) {
    const bool good = result.exit_code == 0;
    const Tone tone = good ? Tone::good : Tone::bad;
    const std::string sign(good ? style.glyph("\u2713", "ok  ") : style.glyph("\u2717", "FAIL"));
    const auto width = static_cast<std::size_t>(style.width);
    std::string name = result.name();
    const std::size_t column = std::max(screen_width(name), std::min(widest, width * 2 / 3));
    std::string text = style.paint(tone, sign) + " " + name;
    if (screen_width(sign) + 1 + column + 2 + screen_width(result.summary()) <= width) {
        text += std::string(column - screen_width(name) + 2, ' ');
        return text + style.paint(tone, result.summary()) + "\n";
    }
    text += "\n" + std::string(indent, ' ');
    return text + style.paint(tone, wrap(result.summary(), style.width, indent)) + "\n";
}

std::string failures_and_count(std::span<const StoryResult> results, std::size_t planned,
                               const Style& style) {
    std::string text;
    std::size_t failed = 0;
    std::size_t runs = 0;
    for (const StoryResult& result : results) {
        runs += result.runs();
        if (result.exit_code != 0 && ++failed <= at_length) text += failure(result, style);
    }
    if (failed > at_length) {
        text +=
            fmt::format("\n... and {} more that failed: see the list above\n", failed - at_length);
    }
    std::string count = fmt::format("{} as expected", results.size() - failed);
    for (const Meaning& meaning : meanings) {
        const auto number = std::ranges::count(results, meaning.exit_code, &StoryResult::exit_code);
        if (number > 0) count += fmt::format(", {} {}", number, meaning.words);
    }
    if (runs > results.size()) count += fmt::format("; {} runs", runs);
    text += text.empty() ? "" : "\n";
    text += style.paint(
                failed == 0 ? Tone::good : Tone::bad,
                fmt::format("{} {}: ", results.size(), results.size() == 1 ? "story" : "stories") +
                    count) +
            "\n";
    if (results.size() < planned) {
        text += style.paint(Tone::warn, fmt::format("interrupted: {} of {} stories were not run",
                                                    planned - results.size(), planned)) +
                "\n";
    }
    return text;
}

}  // namespace reports
