// `simrun shrink FILE`: the smallest story that still fails in the same way, as a regression that
// can be kept.
#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/verbs.hpp"
#include "sim/scenario/write.hpp"
#include "sim/search/experiment.hpp"
#include "sim/search/shrink.hpp"
#include "sim/search/trees.hpp"
#include "sim/simrun/chaos.hpp"
#include "sim/simrun/interrupts.hpp"
#include "sim/simrun/laboratory.hpp"

namespace sim::simrun {
namespace {

using scenario::Entry;
using search::Signature;

constexpr std::size_t most_stories = 4'000;

std::size_t count(const Entry& story, std::string_view list) {
    const Entry* all = story.find(list);
    return all == nullptr ? 0 : all->elements.size();
}

/// What was made of what, as remarks at the top of the file.
void explain(const Entry& before, const Signature& failure, std::size_t tried, Entry& story) {
    const std::string after = failure.verb
                                  ? fmt::format("after {}", scenario::rule_of(*failure.verb).name)
                                  : std::string("by itself");
    std::vector<std::string> remarks{
        fmt::format("# Violates {} {}. Made smaller from {} steps and {} hosts to {} and {}, in {} "
                    "runs;",
                    failure.oracle, after, count(before, "step"), count(before, "host"),
                    count(story, "step"), count(story, "host"), tried),
        "# nothing of it can be left out alone."};
    search::put(story, "outcome", search::text(fmt::format("violates:{}", failure.oracle)));
    auto& first = story.fields.front().value.remarks.before;
    first.insert(first.begin(), remarks.begin(), remarks.end());
}

/// A story that extends a preset is written out whole.
void stand_alone(Entry& story) {
    std::erase_if(story.fields,
                  [](const scenario::Field& field) { return field.key == "extends"; });
}

}  // namespace

int shrink(const Request& request, const Surroundings& with) {
    if (request.paths.size() != 1) {
        return usage_error(with, "shrink which story? simrun shrink FILE");
    }
    const std::string& path = request.paths.front();
    const Catalogues catalogues(with.logics);
    const search::Laboratory laboratory = laboratory_of(catalogues, with.logics);
    auto parsed = scenario::load(path, laboratory.catalogues);
    auto tree = scenario::load_tree(path, laboratory.catalogues);
    if (!parsed.value || !tree.value) {
        with.err.write(scenario::render(parsed.diagnostics, with.err.style().width));
        return 2;
    }
    Entry story = std::move(*tree.value);
    stand_alone(story);
    if (request.seed) {
        search::put(story, "seed", search::number(static_cast<std::int64_t>(*request.seed)));
    }
    std::erase_if(story.fields,
                  [](const scenario::Field& field) { return field.key == "outcome"; });
    const search::Outcome first = search::try_story(path, story, laboratory);
    if (first.signatures.empty()) {
        return usage_error(with,
                           fmt::format("{} violates nothing under seed {}", path, first.seed));
    }
    const Signature failure = first.signatures.front();
    Interrupts interrupts;
    const auto still_fails = [&](const Entry& candidate) {
        if (interrupts.signal() != 0) return false;
        const auto outcome = search::try_story(path, candidate, laboratory);
        return std::ranges::find(outcome.signatures, failure) != outcome.signatures.end();
    };
    search::Shrunk small = search::shrink(story, still_fails, most_stories);
    explain(story, failure, small.tried, small.story);
    with.out.write(scenario::write(small.story));
    return interrupts.signal() != 0 ? interrupts.exit_code() : 0;
}

}  // namespace sim::simrun
