// What an action does, by name: databases, proxies, hosts, the network, clocks and disks, operators.
// verbs.hpp has the table that says what each takes.
#pragma once

#include <cstdint>

namespace sim::scenario {

enum class Verb : std::uint8_t {
    start_database,
    stop_database,
    kill_database,
    pause_database,
    resume_database,
    promote_database,
    rewind_database,
    rebuild_database,
    alter_system,
    cancel_commits,
    terminate_commits,
    write_wal,
    pause_replay,
    resume_replay,
    enable_recovery_job,
    disable_recovery_job,
    start_proxy,
    stop_proxy,
    restart_proxy,
    kill_proxy,
    pause_proxy,
    resume_proxy,
    power_off,
    power_on,
    pause_host,
    resume_host,
    partition,
    cut,
    link,
    heal,
    disable_interface,
    enable_interface,
    remove_vip,
    jump_clock,
    drift_clock,
    fill_disk,
    slow_disk,
    lose_unsynced,
    corrupt_file,
    pcp_attach_node,
    pcp_detach_node,
    pcp_promote_node,
    pcp_recovery_node,
    pcp_node_count,
    pcp_node_info,
    pcp_watchdog_info,
    pcp_stop,
    psql,
    delete_status_file,
    reload,
    wait,
};

}  // namespace sim::scenario
