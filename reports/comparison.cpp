#include "reports/comparison.hpp"

#include <fmt/format.h>

#include "reports/clock.hpp"
#include "reports/columns.hpp"

namespace reports {
namespace {

/// Below, a split is taken for chance; from `sure` on it is taken for the sides' own doing.
constexpr std::uint64_t unlikely = 20;
constexpr std::uint64_t sure = 1'000;

std::string chance_text(const Split& split) {
    if (split.worse + split.better == 0) return "no pair differs";
    if (split.chance_is_once_in <= 1) return "any time";
    constexpr std::uint64_t million = 1'000'000;
    if (split.chance_is_once_in > million) return "less than once in a million";
    return fmt::format("once in {}", split.chance_is_once_in);
}

std::string value_text(std::int64_t value, bool is_span) {
    if (value == without_end) return "to the end";
    return is_span ? span_text(engine::Duration{value}) : fmt::format("{}", value);
}

std::string side_text(const ComparedFigure& figure, std::size_t side) {
    const auto [half, most, greatest] = figure.at[side];
    return fmt::format("{} / {} / {}", value_text(half, figure.is_span),
                       value_text(most, figure.is_span), value_text(greatest, figure.is_span));
}

std::string figures_text(const ComparisonResult& result, const Style& style) {
    Columns table;
    table.columns = {{"p50 / p99 / max"}, {"one"},          {"other"},
                     {"other worse"},     {"other better"}, {"by chance alone", true}};
    for (const ComparedFigure& figure : result.figures) {
        table.rows.push_back({{figure.name},
                              {side_text(figure, 0)},
                              {side_text(figure, 1)},
                              {fmt::format("{}", figure.split.worse)},
                              {fmt::format("{}", figure.split.better)},
                              {chance_text(figure.split)}});
    }
    return columns_text(table, style);
}

std::vector<Cell> failure_row(const ComparedFailure& failure) {
    const auto first = [](std::uint64_t count, const std::optional<std::uint64_t>& seed) {
        return seed ? fmt::format("{}, as seed {}", count, *seed) : fmt::format("{}", count);
    };
    return {{failure.name},
            {fmt::format("{}", failure.seeds[0])},
            {fmt::format("{}", failure.seeds[1])},
            {first(failure.split.worse, failure.first_gained),
             failure.split.worse > 0 ? Tone::bad : Tone::plain},
            {first(failure.split.better, failure.first_lost),
             failure.split.better > 0 ? Tone::good : Tone::plain},
            {chance_text(failure.split)}};
}

std::string failures_text(const ComparisonResult& result, const Style& style) {
    Columns table;
    table.columns = {{"seeds that fail"}, {"one"},  {"other"},
                     {"gained"},          {"lost"}, {"by chance alone", true}};
    table.rows.push_back(failure_row(result.any));
    for (const ComparedFailure& failure : result.failures) {
        table.rows.push_back(failure_row(failure));
    }
    return columns_text(table, style);
}

/// What may be concluded, and what not.
std::string conclusion(const ComparisonResult& result) {
    const Split& split = result.any.split;
    if (split.worse + split.better == 0) {
        return "No seed fails on one side alone: as to failures these runs tell no difference.";
    }
    const std::string counts =
        fmt::format("Of {} seeds that fail on one side alone, {} fail on the other and {} on one",
                    split.worse + split.better, split.worse, split.better);
    if (split.chance_is_once_in < unlikely) {
        return fmt::format("{}: two equals would often look so. More seeds would tell.", counts);
    }
    const std::string_view which = split.worse > split.better ? "more" : "less";
    if (split.chance_is_once_in < sure) {
        return fmt::format("{}: the other probably fails {} often; two equals would look so {}.",
                           counts, which, chance_text(split));
    }
    return fmt::format("{}: the other fails {} often; two equals would look so {}.", counts, which,
                       chance_text(split));
}

std::string parting_text(const ComparisonResult& result, const Style& style) {
    if (!result.parting) {
        return "Under every seed both had the same truths and beliefs in the same order.\n";
    }
    const ComparedParting& parting = *result.parting;
    std::string text =
        fmt::format("They part in {} of {} seeds, first in seed {}:\n", result.parted, result.run,
                    style.paint(Tone::strong, fmt::format("{}", parting.seed)));
    const engine::TrueTime zero;
    for (std::size_t side = 0; side < 2; ++side) {
        text += fmt::format("  {:<6} {}  {}\n", side == 0 ? "one" : "other",
                            story_time(zero + parting.at[side], zero), parting.what[side]);
    }
    return text;
}

}  // namespace

std::string comparison_text(const ComparisonResult& result, const Style& style) {
    std::string text =
        fmt::format("one    {}\nother  {}\n", style.paint(Tone::strong, result.names[0]),
                    style.paint(Tone::strong, result.names[1]));
    text += fmt::format("{} seeds from {} on, {}\n", result.run, result.first_seed,
                        result.plans.empty() ? "the story as it is" : result.plans);
    if (result.run < result.asked) {
        text += fmt::format("INCOMPLETE: it was interrupted, {} seeds were not run\n",
                            result.asked - result.run);
    }
    if (result.run == 0) return text;
    text += "\n" + figures_text(result, style);
    text += "\n" + failures_text(result, style);
    text += "\n" + wrap(conclusion(result), style.width, 0) + "\n";
    return text + "\n" + parting_text(result, style);
}

}  // namespace reports
