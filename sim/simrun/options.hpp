// The command line as tables: what options and sub-commands there are, what each takes and means.
// The tables read the command line, check which options go together, and print the help.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/simrun/commands.hpp"

namespace sim::simrun {

/// The command line taken apart, before anything is understood.
struct Words {
    std::vector<std::string> paths;
    std::string seed;
    std::string seeds;
    std::string variant;
    std::vector<std::string> only;
    std::string until;
    std::string step;
    std::string jobs;
    std::string log;
    std::string junit;
    std::vector<std::string> confs;
    std::string primary;
    std::string failover_command;
    std::string recordings;
    std::string preset;
    std::string results;
    std::string shard;
    std::vector<std::string> sets;
    std::string logic;
    bool show_plan = false;
    bool without_load = false;
    bool dot = false;
    bool pool_nodes = false;
    bool stat_replication = false;
    bool watchdog_info = false;
    bool choices = false;
    bool events = false;
    bool check = false;
    bool json = false;
    bool help = false;
};

/// Which runs an option goes with.
enum class For : std::uint8_t {
    any_run,    ///< one file or many
    one_story,  ///< tells of one run: needs a single file and no `--seeds`
    lists,      ///< tells of a list of runs
    a_site,     ///< of `what-if` alone
    recorded,   ///< of `fidelity` alone
    chaos,      ///< of `chaos` alone
    compare,    ///< of `compare` alone
    rules,      ///< of `show` alone
};
[[nodiscard]] constexpr bool of_one_command(For which) { return which >= For::a_site; }

struct Option {
    std::string_view name;     ///< "--seed"
    std::string_view takes;    ///< "N"; empty: a flag
    std::string_view meaning;  ///< one line
    For goes_with = For::any_run;
    std::variant<std::string Words::*, std::vector<std::string> Words::*, bool Words::*> into;
};
[[nodiscard]] std::span<const Option> options();

/// A sub-command. Its words are what stands behind its name, options among them.
struct Command {
    std::string_view name;
    std::string_view takes;    ///< "FILE…"
    std::string_view meaning;  ///< one line
    int (*run)(const Words& words, const Surroundings& with);
    /// Names of the options that it understands, besides its words.
    std::span<const std::string_view> options{};
};
[[nodiscard]] std::span<const Command> commands();

/// What the words ask for; nothing after saying what is wrong with them.
[[nodiscard]] std::optional<Request> request_of(const Words& words, const Surroundings& with);

/// The first option given that goes with such runs only; empty: none was.
[[nodiscard]] std::string_view first_given(const Words& words, For which);

}  // namespace sim::simrun
