// What the program can be asked to do, one function each; program.cpp reads the command line and
// calls them. All return exit codes.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/time.hpp"
#include "sim/simrun/output.hpp"
#include "sim/world/logic_box.hpp"

namespace sim::simrun {

/// What is to be run and how, and what is to be told of it: a command line, read.
struct Request {
    std::vector<std::string> paths;  ///< scenario files, and folders of them
    std::string variant;
    std::vector<std::string> only;  ///< of a list: those whose name matches one of these
    std::optional<std::uint64_t> seed;
    std::optional<std::pair<std::uint64_t, std::uint64_t>> seeds;  ///< first and last
    std::optional<engine::Duration> until;
    std::string step;    ///< stop when this step has ended: its name, or its number from 1
    unsigned jobs = 0;   ///< threads; 0: as many as there are cores
    std::string log_of;  ///< a proxy's name
    bool pool_nodes = false;
    bool stat_replication = false;
    bool watchdog_info = false;
    bool choices = false;
    bool events = false;
    bool check = false;
    std::string junit;  ///< file to write
    bool json = false;
    std::string preset;   ///< of faults
    std::string results;  ///< file that results go to as they come
    std::pair<std::uint64_t, std::uint64_t> shard{1, 1};  ///< which of how many
    bool show_plan = false;
};

/// What every command works with.
struct Surroundings {
    std::span<const world::LogicEntry> logics;
    Output& out;
    Output& err;
};

/// Runs one file once and tells what the request asks for: the story, or logs, tables, choices.
[[nodiscard]] int run_once(const Request& request, const Surroundings& with);
/// Runs every story of the request under every seed it asks for, a line each; the worst exit code.
[[nodiscard]] int run_many(const Request& request, const Surroundings& with);
/// Runs one file again, with copies of the world, and elsewhere in memory, and compares: 0, or 4
/// with the first differing event of both.
[[nodiscard]] int check_determinism(const Request& request, const Surroundings& with);
/// `simrun check PATH…`: what is wrong with the files and presets that the paths mean; 0 or 2.
[[nodiscard]] int check_files(const std::vector<std::string>& paths, const Surroundings& with);
/// `simrun fmt [--check] PATH…`: rewrites files in canonical form, or says what it would rewrite;
/// 0, 2 where a file cannot be read as TOML or written, 3 where `check` finds something to do.
/// "-" alone: from standard input to standard output.
[[nodiscard]] int format_files(const std::vector<std::string>& paths, bool check,
                               const Surroundings& with);
/// `simrun diff A B`: where two runs part, and their stories side by side. `paths` are two runs,
/// each FILE, FILE@SEED, FILE#VARIANT or FILE#VARIANT@SEED. 0 if they are the same, else 1.
[[nodiscard]] int diff(const std::vector<std::string>& paths, const Request& request,
                       const Surroundings& with);
/// `simrun help [topic]`
[[nodiscard]] int help(const std::string& topic, const Surroundings& with);
/// `simrun list [what]`
[[nodiscard]] int list(const std::string& what, const Surroundings& with);

/// The menu of faults, for `simrun help faults`.
[[nodiscard]] std::string faults_text(const reports::Style& style);
/// The parameters that `[proxy]` takes with a logic.
[[nodiscard]] std::string parameters_text(const failover::Catalogue& catalogue,
                                          const reports::Style& style);

/// Says what is wrong with the command line; 2.
int usage_error(const Surroundings& with, const std::string& message);

/// Which of two exit codes is the worse news.
[[nodiscard]] int worse(int a, int b);

}  // namespace sim::simrun
