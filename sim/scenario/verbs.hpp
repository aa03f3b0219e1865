// The actions of a scenario as one table: what each is done to, which further keys it takes, and
// whether the world models it. It checks files and prints the reference.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "sim/scenario/scenario.hpp"
#include "sim/scenario/schema.hpp"

namespace sim::scenario {

/// What a verb's own value is.
enum class Takes : std::uint8_t {
    databases,  ///< one or a list
    proxies,    ///< one or a list
    hosts,      ///< one or a list
    backend,    ///< a backend id or a host with a database
    flag,       ///< true
    index,      ///< true, or the index of a proxy
    groups,     ///< [["node101"], ["node102", "node103"]]
    path,       ///< { from = …, to = … }, or true
    query,      ///< a text
    span,
};

struct VerbRule {
    Verb verb = Verb::wait;
    std::string_view name;
    Takes takes = Takes::flag;
    bool modelled = false;                       ///< the world can do it
    bool lasting = false;                        ///< takes `for`: undone after that
    std::array<std::string_view, 10> options{};  ///< further keys; empty ones do not count
    std::string_view meaning;
    std::string_view inverse = {};  ///< what undoes it; empty: nothing does
};

[[nodiscard]] std::span<const VerbRule> verb_rules();
[[nodiscard]] const VerbRule* find_verb(std::string_view name);
[[nodiscard]] const VerbRule& rule_of(Verb verb);

/// Further keys of actions, with what they take.
[[nodiscard]] std::span<const Key> action_options();

[[nodiscard]] std::string_view takes_words(Takes takes);

/// As a person types it: the name of the verb, but for pcp_stop_pgpool.
[[nodiscard]] std::string_view tool_name(const VerbRule& rule);

}  // namespace sim::scenario
