// Columns of the tables that people read, and how their cells are numbers in a run: shared by the
// loader of pasted tables, the world that answers, and the reports that print.
#pragma once

#include <cstdint>
#include <vector>

namespace sim::facts {

/// `show pool_nodes` (semantics-3.6 §11.1). Cells: hostname = backend id, status =
/// failover::Status, lb_weight = millionths, role = DatabaseRole, load_balance_node = 0/1.
enum class PoolColumn : std::uint8_t {
    node_id,
    hostname,
    port,
    status,
    lb_weight,
    role,
    select_cnt,
    load_balance_node,
    replication_delay
};
inline constexpr int pool_columns = 9;

/// sys_stat_replication of the 9.6 lineage, in its order, then what version 10 has instead or
/// besides (postgres-model §2.2). Cells: application_name and client_addr = database id,
/// backend_start and reply_time = ns of true time, state 0 startup 1 catchup 2 streaming,
/// sync_state 0 async 1 potential 2 sync 3 quorum, lags in us; -1 is NULL.
enum class ReplicationColumn : std::uint8_t {
    pid,
    usesysid,
    usename,
    application_name,
    client_addr,
    client_hostname,
    client_port,
    backend_start,
    backend_xmin,
    state,
    sent_location,
    write_location,
    flush_location,
    replay_location,
    sync_priority,
    sync_state,
    sent_lsn,
    write_lsn,
    flush_lsn,
    replay_lsn,
    write_lag,
    flush_lag,
    replay_lag,
    reply_time
};
inline constexpr int replication_columns = 24;
/// The view's columns in the order in which a version has them.
[[nodiscard]] std::vector<std::uint8_t> replication_columns_of(std::int32_t version);

/// pcp_watchdog_info (semantics-3.6 §10): a row is one proxy; what the tool prints above them all
/// stands in every row. Cells: node = proxy id, -1 for an index that is none; named and
/// delegate_address = 1 if the watchdog has heard of it, else it prints Not_Set; status = the
/// watchdog's state or -1; quorum = failover::Quorum; leader = proxy id or -1.
enum class WatchdogColumn : std::uint8_t {
    node,
    named,
    delegate_address,
    priority,
    status,
    total_nodes,
    remote_nodes,
    quorum,
    alive_remote_nodes,
    vip_up,
    leader
};
inline constexpr int watchdog_columns = 11;


/// usesysid of the role that standbys log in with.
inline constexpr int superuser_id = 10;

}  // namespace sim::facts
