#include "tests/determinism/stories.hpp"

#include <span>
#include <stdexcept>
#include <utility>

#include "sim/simrun/files.hpp"
#include "sim/simrun/program.hpp"

namespace determinism {

std::vector<Story> stories_at(const std::string& top) {
    std::vector<Story> stories;
    for (const auto& file : sim::simrun::stories_of(sim::simrun::files_below(std::span(&top, 1)))) {
        auto loaded = sim::simrun::load_stories(file, sim::simrun::builtin_logics());
        if (loaded.stories.empty()) {
            throw std::runtime_error(sim::scenario::render(loaded.diagnostics));
        }
        for (auto& prepared : loaded.stories) {
            const std::string& variant = prepared.scenario.variant;
            stories.push_back(
                {variant.empty() ? file : file + " --variant " + variant, std::move(prepared)});
        }
    }
    return stories;
}

sim::world::Run run(const Story& story, std::uint64_t seed) {
    sim::world::RunOptions options;
    options.level = engine::Level::nothing;
    options.seed = seed;
    return sim::simrun::play(story.prepared, options);
}

}  // namespace determinism
