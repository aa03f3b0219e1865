#include "tests/determinism/stories.hpp"

#include <algorithm>
#include <filesystem>
#include <stdexcept>
#include <utility>

#include "sim/simrun/program.hpp"

namespace determinism {
namespace {

/// A preset gives a cluster and has no steps: there is nothing to run.
bool is_preset(const std::string& path) { return path.find("/presets/") != std::string::npos; }

std::vector<std::string> files_at(const std::string& top) {
    if (!std::filesystem::is_directory(top)) return {top};
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(top)) {
        std::string path = entry.path().generic_string();
        if (path.ends_with(".toml") && !is_preset(path)) files.push_back(std::move(path));
    }
    std::ranges::sort(files);
    return files;
}

}  // namespace

std::vector<Story> stories_at(const std::string& top) {
    std::string said;
    sim::simrun::Output out(said);
    std::vector<Story> stories;
    for (const std::string& file : files_at(top)) {
        auto variants =
            sim::simrun::prepare_variants(file, {sim::simrun::builtin_logics(), out, out});
        if (variants.empty()) throw std::runtime_error(said);
        for (auto& prepared : variants) {
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
    return sim::world::run(story.prepared.scenario, *story.prepared.logic, options);
}

}  // namespace determinism
