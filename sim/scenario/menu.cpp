#include "sim/scenario/menu.hpp"

#include <algorithm>
#include <array>

namespace sim::scenario {

namespace {

using namespace std::chrono_literals;
using V = Verb;
using A = Aims;
using S = Spends;

constexpr Span once{};
constexpr Span brief{Duration{500ms}, Duration{20s}};
constexpr Span some{Duration{5s}, Duration{2min}};
constexpr Span long_one{Duration{20s}, Duration{4min}};
constexpr FixedKey plain{};

constexpr std::array all_items{
    // databases
    MenuItem{"kill_database", V::kill_database, A::database, S::database, some, plain,
             "a server dies at once, and is started again"},
    MenuItem{"stop_database", V::stop_database, A::database, S::database, some, plain,
             "a server is stopped in order, and started again"},
    MenuItem{"pause_database", V::pause_database, A::database, S::database, some, plain,
             "a server hangs: it accepts connections and answers nobody"},
    MenuItem{"recovery_job_off", V::disable_recovery_job, A::database, S::nothing, long_one, plain,
             "the vendor's recovery job does not run for a while"},
    MenuItem{"pause_replay", V::pause_replay, A::standby, S::nothing, some, plain,
             "a standby receives WAL and does not apply it"},
    // proxies
    MenuItem{"kill_proxy", V::kill_proxy, A::proxy, S::proxy, some, plain,
             "all processes of a proxy die, and it is started again"},
    MenuItem{"stop_proxy", V::stop_proxy, A::proxy, S::proxy, some, plain,
             "a proxy is stopped in order, and started again"},
    MenuItem{"restart_proxy", V::restart_proxy, A::proxy, S::proxy, once, plain,
             "a proxy is restarted"},
    MenuItem{"restart_proxies", V::restart_proxy, A::all_proxies, S::proxy, once, plain,
             "all proxies are stopped, then started one after the other"},
    MenuItem{"restart_together", V::restart_proxy, A::all_proxies, S::proxy, once,
             FixedKey{"together", "true"}, "all proxies are restarted at one instant"},
    MenuItem{"kill_watchdog", V::kill_proxy, A::proxy, S::proxy, once,
             FixedKey{"process", "watchdog"}, "a watchdog process dies alone"},
    MenuItem{"kill_main", V::kill_proxy, A::proxy, S::proxy, once, FixedKey{"process", "main"},
             "a proxy's main process dies alone"},
    MenuItem{"kill_lifecheck", V::kill_proxy, A::proxy, S::proxy, once,
             FixedKey{"process", "lifecheck"}, "a lifecheck process dies alone"},
    MenuItem{"kill_pcp", V::kill_proxy, A::proxy, S::proxy, once, FixedKey{"process", "pcp"},
             "the process that operators talk to dies alone"},
    MenuItem{"pause_proxy", V::pause_proxy, A::proxy, S::proxy, some, plain,
             "a proxy stands still, and goes on"},
    MenuItem{"pause_watchdog", V::pause_proxy, A::proxy, S::proxy, some,
             FixedKey{"process", "watchdog"}, "a watchdog process stands still, and goes on"},
    MenuItem{"pause_main", V::pause_proxy, A::proxy, S::proxy, some, FixedKey{"process", "main"},
             "a proxy's main process stands still, and goes on"},
    // hosts
    MenuItem{"power_off", V::power_off, A::host, S::host, long_one, plain,
             "a host loses power, and boots again"},
    MenuItem{"pause_host", V::pause_host, A::host, S::host, some, plain,
             "a host stands still, and goes on"},
    // clocks and disks
    MenuItem{"clock_ahead", V::jump_clock, A::host, S::nothing, once, FixedKey{"by", "90s"},
             "a host's clock is set ahead"},
    MenuItem{"clock_back", V::jump_clock, A::host, S::nothing, once, FixedKey{"by", "-90s"},
             "a host's clock is set back"},
    MenuItem{"drift_clock", V::drift_clock, A::host, S::nothing, long_one,
             FixedKey{"gains", "2min"}, "a host's clock runs too fast for a while"},
    MenuItem{"fill_disk", V::fill_disk, A::host, S::host, some, plain,
             "a host's disk is full: no WAL and no status file can be written"},
    MenuItem{"slow_disk", V::slow_disk, A::proxy_host, S::nothing, some,
             FixedKey{"takes", "2s..8s"},
             "a proxy waits for its disk whenever it saves its status file"},
    MenuItem{"lose_unsynced", V::lose_unsynced, A::proxy_host, S::nothing, once, plain,
             "what a proxy last saved of its status file is gone"},
    MenuItem{"tear_status_file", V::corrupt_file, A::proxy_host, S::nothing, once, plain,
             "a proxy's status file is torn in the middle"},
    // network
    MenuItem{"isolate", V::partition, A::island, S::network, some, plain,
             "one host cannot reach the others"},
    MenuItem{"halves", V::partition, A::halves, S::network, some, plain,
             "two groups of hosts cannot reach each other"},
    MenuItem{"one_way", V::cut, A::path, S::network, some, plain,
             "packets from one host to another are lost"},
    MenuItem{"cut_watchdog", V::cut, A::proxy_path, S::network, some, FixedKey{"plane", "watchdog"},
             "watchdogs lose what one sends another"},
    MenuItem{"cut_lifecheck", V::cut, A::proxy_path, S::network, some,
             FixedKey{"plane", "lifecheck"}, "heartbeats of one proxy to another are lost"},
    MenuItem{"cut_health", V::cut, A::health_path, S::network, some, FixedKey{"plane", "health"},
             "a proxy cannot reach a database that others reach"},
    MenuItem{"cut_replication", V::cut, A::replication_path, S::network, some,
             FixedKey{"plane", "replication"}, "WAL of one server to another is lost"},
    MenuItem{"blip", V::partition, A::island, S::network, brief, plain,
             "one host is cut off for some seconds"},
    MenuItem{"slow_link", V::link, A::path, S::network, some, FixedKey{"latency", "50ms..2s"},
             "packets from one host to another take their time"},
    MenuItem{"lossy_link", V::link, A::path, S::network, some, FixedKey{"loss", "0.2"},
             "every fifth packet from one host to another is lost"},
    MenuItem{"doubling_link", V::link, A::path, S::network, some, FixedKey{"duplicate", "0.3"},
             "datagrams from one host to another come twice"},
    MenuItem{"shuffling_link", V::link, A::path, S::network, some, FixedKey{"reorder", "0.3"},
             "datagrams from one host to another overtake each other"},
    MenuItem{"interface_down", V::disable_interface, A::host, S::network, some, plain,
             "a host's network interface goes down, and up again"},
    // operators, and their mistakes
    MenuItem{"look", V::psql, A::session, S::operators, once, plain,
             "somebody looks at the pool through a proxy"},
    MenuItem{"detach", V::pcp_detach_node, A::backend, S::operators, some, plain,
             "a backend is detached, and attached again"},
    MenuItem{"attach", V::pcp_attach_node, A::backend, S::operators, once, plain,
             "a backend is attached, be it well or not"},
    MenuItem{"attach_nobody", V::pcp_attach_node, A::no_backend, S::operators, once, plain,
             "an id that is no backend is attached"},
    MenuItem{"promote", V::pcp_promote_node, A::backend, S::operators, once, plain,
             "a proxy is told to take a backend for the primary"},
    MenuItem{"promote_database", V::promote_database, A::standby, S::operators, once, plain,
             "a standby is promoted, while there is a primary or not"},
    MenuItem{"delete_status_file", V::delete_status_file, A::proxy, S::operators, once, plain,
             "a proxy's status file is removed"},
};

// Rates: six an hour is about one in a plan of ten minutes.
constexpr std::array gentle_courses{
    Course{"kill_database", 3},   Course{"stop_database", 3}, Course{"kill_proxy", 3},
    Course{"restart_proxies", 2}, Course{"isolate", 3},       Course{"look", 6},
};
constexpr std::array maintenance_courses{
    Course{"stop_database", 6},    Course{"restart_proxy", 6}, Course{"restart_proxies", 6},
    Course{"restart_together", 3}, Course{"stop_proxy", 6},    Course{"recovery_job_off", 6},
    Course{"detach", 6},           Course{"attach", 6},        Course{"attach_nobody", 2},
    Course{"promote", 3},          Course{"look", 12},         Course{"delete_status_file", 2},
    Course{"promote_database", 2},
};
constexpr std::array two_dc_courses{
    Course{"halves", 6},     Course{"isolate", 6}, Course{"kill_database", 3},
    Course{"kill_proxy", 3}, Course{"blip", 6},
};
constexpr std::array gray_courses{
    Course{"pause_database", 6}, Course{"pause_proxy", 6},    Course{"pause_watchdog", 6},
    Course{"pause_host", 3},     Course{"one_way", 6},        Course{"cut_watchdog", 6},
    Course{"cut_lifecheck", 6},  Course{"cut_health", 6},     Course{"cut_replication", 6},
    Course{"blip", 6},           Course{"look", 6},           Course{"pause_main", 3},
    Course{"pause_replay", 6},   Course{"slow_link", 6},      Course{"lossy_link", 6},
    Course{"doubling_link", 3},  Course{"shuffling_link", 3}, Course{"slow_disk", 6},
    Course{"fill_disk", 2},      Course{"clock_ahead", 2},    Course{"clock_back", 2},
    Course{"drift_clock", 3},
};
constexpr auto everything = [] {
    std::array<Course, all_items.size()> courses{};
    for (std::size_t i = 0; i < courses.size(); ++i) courses[i] = {all_items[i].name, 6};
    return courses;
}();

constexpr std::array variations{
    Variation{"proxy.health_check_period", {"5", "10", "30"}},
    Variation{"proxy.health_check_max_retries", {"0", "0", "1", "3"}},
    Variation{"proxy.fail_over_on_backend_error", {"true", "true", "false"}},
    Variation{"proxy.search_primary_node_timeout", {"10", "300"}},
    Variation{"proxy.commands.failover.does", {"\"promote_new_master\"", "\"nothing\""}},
    Variation{"proxy.commands.failover.takes", {"\"15ms\"", "\"2s..8s\"", "\"20s\""}},
    Variation{"proxy.commands.follow_master.does", {"\"follow_new_master\"", "\"nothing\""}},
};

constexpr Budget one_at_a_time{1, 1, 1, Duration{40s}, true, false, false};
constexpr Budget one_of_each{1, 1, 2, Duration{0}, false, false, false};
constexpr Budget overlapping{2, 2, 4, Duration{0}, false, false, false};
constexpr Budget keep_a_copy{2, 2, 4, Duration{0}, false, false, true};
constexpr Budget anything{64, 64, 1'000, Duration{0}, false, false, false};

constexpr std::array presets{
    ChaosPreset{"gentle",
                "one fault at a time, healed before the next",
                one_at_a_time,
                gentle_courses,
                {},
                false},
    ChaosPreset{"maintenance",
                "restarts, attaching and detaching, and operators' mistakes",
                one_of_each,
                maintenance_courses,
                {},
                false},
    ChaosPreset{"two_dc",
                "two sites that lose each other, and what dies meanwhile",
                one_of_each,
                two_dc_courses,
                {},
                false},
    ChaosPreset{"gray",
                "what is neither dead nor alive: hanging, slow, cut one way, on one plane",
                one_of_each,
                gray_courses,
                {},
                false},
    ChaosPreset{"storm",
                "everything, overlapping; two databases and two proxies down at most, and one "
                "database keeps a copy",
                keep_a_copy,
                everything,
                {},
                false},
    ChaosPreset{"unbounded",
                "everything without a budget: only safety can be asked of it",
                anything,
                everything,
                {},
                false},
    ChaosPreset{"swarm", "for each plan a random half of everything, and other settings",
                overlapping, everything, variations, true},
};

static_assert(std::ranges::all_of(presets, [](const ChaosPreset& preset) {
    return std::ranges::all_of(preset.courses, [](const Course& course) {
        return std::ranges::any_of(all_items,
                                   [&](const MenuItem& item) { return item.name == course.item; });
    });
}));

constexpr std::array timers{
    ProductTimer{"beacon", Duration{10s}},       ProductTimer{"failover_object", Duration{15s}},
    ProductTimer{"ipc_timeout", Duration{8s}},   ProductTimer{"lock_poll", Duration{500ms}},
    ProductTimer{"watchdog_turn", Duration{1s}}, ProductTimer{"health_check_period", Duration{0}},
};

template <class Table>
auto find_by_name(const Table& table, std::string_view name) {
    const auto found =
        std::ranges::find_if(table, [&](const auto& row) { return row.name == name; });
    return found == std::ranges::end(table) ? nullptr : &*found;
}

}  // namespace

std::span<const MenuItem> menu() { return all_items; }
const MenuItem* find_menu_item(std::string_view name) { return find_by_name(all_items, name); }
std::span<const ChaosPreset> chaos_presets() { return presets; }
const ChaosPreset* find_chaos_preset(std::string_view name) { return find_by_name(presets, name); }
std::span<const ProductTimer> product_timers() { return timers; }

}  // namespace sim::scenario
