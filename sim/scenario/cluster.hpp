// The cluster of a scenario: hosts, database servers and proxies with every default filled in
// (scenario-format, Defaults).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "failover/logic.hpp"
#include "sim/scenario/synchronous.hpp"
#include "sim/scenario/words.hpp"

namespace sim::scenario {

/// How fast a server's machine and disk are: as measured, or as a bigger one may be (postgres-model
/// §7.2).
enum class Profile : std::uint8_t { fast, prod };

/// A database server. `[database]` merged with the host's own keys.
struct DatabaseSpec {
    HostId host;
    facts::DatabaseRole role = facts::DatabaseRole::standby;
    std::string application_name;  ///< default: the host's name
    std::int32_t port = 54321;
    std::optional<Duration> recovery_job;  ///< period of the vendor's cron job
    bool running_at_start = true;
    std::uint64_t first_lsn = 0;  ///< where WAL stands at the start
    std::uint32_t first_timeline = 1;
    std::string data_directory;
    std::int64_t weight_millionths = 1'000'000;  ///< backend_weight
    bool disallow_to_failover = false;           ///< backend_flag
    bool follows_latest = true;                  ///< recovery_target_timeline
    bool log_hints = true;                       ///< wal_log_hints
    std::int64_t size_bytes = 512 << 20;         ///< of the data directory
    std::int32_t version = 9;                    ///< major version; 9: the 9.6 lineage
    Profile profile = Profile::fast;
    SynchronousNames synchronous_names;
    SynchronousCommit synchronous_commit = SynchronousCommit::on;
    bool hot_standby = true;
    bool restart_after_crash = true;
    std::int32_t max_connections = 100;
    std::int32_t reserved_connections = 3;  ///< superuser_reserved_connections
    std::int32_t max_wal_senders = 10;
    std::int64_t kept_wal_bytes = 0;         ///< wal_keep_size
    std::int64_t max_wal_bytes = 1LL << 30;  ///< max_wal_size: so much WAL brings a checkpoint
    bool slot = false;                       ///< its upstream keeps its WAL: primary_slot_name
    std::optional<std::int64_t> slot_bytes;  ///< max_slot_wal_keep_size: at most so much of it
    std::optional<std::int64_t> disk_bytes;  ///< of the file system that its directory is on
    bool operator==(const DatabaseSpec&) const = default;
};

/// What a command of the product does when it runs (`[proxy.commands]`).
struct CommandSpec {
    std::int16_t parameter = 0;  ///< index into Catalogue::parameters
    Span takes;
    enum class Does : std::uint8_t { nothing, promote_new_master, follow_new_master } does{};
    Duration after{};  ///< it does that so long after it was started
    std::int32_t exit_status = 0;
    bool operator==(const CommandSpec&) const = default;
};

struct ProxySpec {
    HostId host;
    std::vector<failover::ParameterValue> parameters;  ///< one per Catalogue::parameters
    std::int32_t port = 9999;
    std::int32_t wd_port = 9000;
    std::int32_t pcp_port = 9898;
    std::int32_t wd_priority = 1;
    std::string wd_hostname;  ///< as the peers call it; default: the host's address
    std::optional<failover::StatusFile> status_file;
    std::vector<CommandSpec> commands;
    std::string status_path;  ///< as log lines print it
    bool operator==(const ProxySpec&) const = default;
};

/// What packets of one direction suffer besides the local network's own delay; shares in
/// millionths. TCP sends again what is lost, and keeps its order.
struct LinkQuality {
    Span latency;
    std::int64_t loss = 0;
    std::int64_t duplicate = 0;
    std::int64_t reorder = 0;
    bool operator==(const LinkQuality&) const = default;
};

/// From each of one side's hosts to each of the other's, and back.
struct LinkSpec {
    std::vector<HostId> one;
    std::vector<HostId> other;
    LinkQuality quality;
    bool operator==(const LinkSpec&) const = default;
};

struct HostSpec {
    std::string name;
    std::string address;
    std::optional<DatabaseId> database;
    std::optional<ProxyId> proxy;
    std::string zone;  ///< as [[link]]s call the hosts that stand together
    Span boot{std::chrono::seconds{30}, std::chrono::seconds{60}};  ///< power on to its services
    bool starts_database = true;                                    ///< by itself, after a boot
    bool starts_proxy = true;
    Duration clock_ahead{};  ///< of true time, when the run begins
    bool operator==(const HostSpec&) const = default;
};

}  // namespace sim::scenario
