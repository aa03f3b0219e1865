// Prints the fingerprint of every story below a folder, under its own seed and a few others, one
// line each. Two builds of the same sources must print the same text, whatever compiled them.
#include <cstdio>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "sim/simrun/prepared.hpp"
#include "sim/simrun/program.hpp"

namespace {

constexpr std::uint64_t more_seeds = 4;

std::vector<std::string> stories_below(const std::string& folder) {
    std::vector<std::string> paths;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.path().extension() == ".toml") paths.push_back(entry.path().generic_string());
    }
    std::ranges::sort(paths);
    return paths;
}

/// A preset gives a cluster and has no steps: there is nothing to run.
bool is_preset(const std::string& path) { return path.find("/presets/") != std::string::npos; }

/// Whether every seed ran.
bool print_fingerprints(const std::string& path, const sim::simrun::Surroundings& with) {
    sim::simrun::Request request;
    request.paths = {path};
    auto prepared = sim::simrun::prepare(request, with);
    if (!prepared) return false;
    const std::uint64_t own = prepared->scenario.seed;
    for (std::uint64_t more = 0; more <= more_seeds; ++more) {
        sim::world::RunOptions options;
        options.seed = own + more;
        const auto run = sim::simrun::run(*prepared, options, with);
        if (!run) return false;
        with.out.write(fmt::format("{} seed {}: {:016x} after {} events\n", path, options.seed,
                                   run->fingerprint.value(), run->events));
    }
    return true;
}

}  // namespace

int main(int count, char** words) {
    sim::simrun::Output out(stdout);
    sim::simrun::Output err(stderr);
    if (count != 2) {
        err.write("usage: fingerprints FOLDER\n");
        return 2;
    }
    const sim::simrun::Surroundings with{sim::simrun::builtin_logics(), out, err};
    bool all = true;
    for (const std::string& path : stories_below(words[1])) {
        if (!is_preset(path)) all = print_fingerprints(path, with) && all;
    }
    return all ? 0 : 1;
}
