// The menu of a chaos experiment: faults and operators' mistakes, each an action of the format with
// what it may fall upon and how long it lasts, and presets of how often they come
// (faults-and-oracles §8.3).
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "sim/scenario/action.hpp"
#include "sim/scenario/words.hpp"

namespace sim::scenario {

/// What a fault is drawn to fall upon.
enum class Aims : std::uint8_t {
    database,          ///< primary, a_standby, or a host with a database
    standby,           ///< a_standby, or a host with a database
    proxy,             ///< leader, or a host with a proxy
    all_proxies,       ///< all, as one list
    host,              ///< any host
    proxy_host,        ///< a host with a proxy
    island,            ///< one host against all others
    halves,            ///< all hosts, in two groups
    path,              ///< from one host to another
    proxy_path,        ///< from one proxy's host to another's
    health_path,       ///< from a proxy's host to a database's
    replication_path,  ///< from one database's host to another's
    backend,           ///< a backend, told to a proxy
    no_backend,        ///< an id that is no backend, told to a proxy
    session,           ///< a session through a proxy
};

/// Which budget a fault uses up while it lasts.
enum class Spends : std::uint8_t { nothing, database, proxy, host, network, operators };

/// A further key of the action, as the file has it.
struct FixedKey {
    std::string_view key;
    std::string_view value;  ///< a text; "true": the boolean; digits and a point: a number
};

struct MenuItem {
    std::string_view name;  ///< `kind = "…"`
    Verb verb = Verb::wait;
    Aims aims = Aims::database;
    Spends spends = Spends::nothing;
    Span length;     ///< until it is undone, or until the verb's inverse is done; 0: once
    FixedKey fixed;  ///< an empty key: none
    std::string_view meaning;
};
[[nodiscard]] std::span<const MenuItem> menu();
[[nodiscard]] const MenuItem* find_menu_item(std::string_view name);

/// What may be open at one time, and what a plan must leave alone.
struct Budget {
    std::int64_t db_down = 1;     ///< databases
    std::int64_t proxy_down = 1;  ///< proxies
    std::int64_t open_faults = 2;
    Duration min_gap{};               ///< from the end of one fault to the begin of the next
    bool majority_connected = false;  ///< most hosts can reach each other at all times
    bool no_operator_needed = false;  ///< nobody types a command, by mistake or otherwise
    bool keep_a_copy = false;         ///< one database is left alone until the others are well
    bool operator==(const Budget&) const = default;
};

struct Course {
    std::string_view item;
    std::int64_t per_hour = 0;  ///< of simulated time
};
/// A setting drawn for each plan: one of up to four values, as the file has them.
struct Variation {
    std::string_view path;  ///< "proxy.health_check_max_retries"
    std::array<std::string_view, 4> values{};
};
struct ChaosPreset {
    std::string_view name;
    std::string_view meaning;
    Budget budget;
    std::span<const Course> courses;
    std::span<const Variation> variations;
    bool half_of_them = false;  ///< each plan takes a random half of the courses, at random rates
};
[[nodiscard]] std::span<const ChaosPreset> chaos_presets();
[[nodiscard]] const ChaosPreset* find_chaos_preset(std::string_view name);

/// A timer of the product that faults are placed near to (faults-and-oracles §8.1).
struct ProductTimer {
    std::string_view name;
    Duration span{};  ///< 0: health_check_period, as the proxies are configured
};
[[nodiscard]] std::span<const ProductTimer> product_timers();

}  // namespace sim::scenario
