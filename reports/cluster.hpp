// What reports call things: a cluster's names, addresses and paths, and a story's steps in words.
// Built once from a scenario by whoever runs it; reports know nothing of scenarios themselves.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/time.hpp"
#include "failover/catalogue.hpp"
#include "failover/words/ids.hpp"

namespace reports {

/// A database server: index = database id = backend id of the proxies.
struct BackendNames {
    std::string name;     ///< of its host: "node103"
    std::string address;  ///< "192.168.1.103"
    std::int32_t port = 0;
    std::string application_name;
    std::string data_directory;
};

/// A proxy: index = proxy id.
struct ProxyNames {
    std::string name;      ///< of its host, as uname prints it
    std::string hostname;  ///< wd_hostname
    std::string address;   ///< of its host
    std::int32_t port = 0;
    std::int32_t wd_port = 0;
    std::vector<std::string> paths;       ///< own files that log lines name; 0: the status file
    std::vector<std::string> parameters;  ///< text of each of Catalogue::parameters; for commands
};

struct Cluster {
    std::vector<std::string> hosts;
    std::vector<BackendNames> backends;
    std::vector<ProxyNames> proxies;
    std::int64_t date_seconds = 0;         ///< wall clock at t = 0: UTC seconds since 1970
    std::int32_t date_offset_seconds = 0;  ///< of the clusters' time zone
    engine::TrueTime serving;              ///< t = 0
    const failover::Catalogue* catalogue = nullptr;  ///< of the logic that ran

    [[nodiscard]] const BackendNames* backend(std::int64_t id) const {
        return id >= 0 && id < static_cast<std::int64_t>(backends.size())
                   ? &backends[static_cast<std::size_t>(id)]
                   : nullptr;
    }
    [[nodiscard]] const ProxyNames* proxy(std::int64_t id) const {
        return id >= 0 && id < static_cast<std::int64_t>(proxies.size())
                   ? &proxies[static_cast<std::size_t>(id)]
                   : nullptr;
    }
};

/// What was to be observed, in the words of the file.
struct ScriptObservation {
    std::string kind;       ///< "expect", "check", "hold", "never"
    std::string condition;  ///< as written
    std::optional<engine::Duration> span;
    std::uint32_t line = 0;
};

struct ScriptStep {
    std::string name;
    std::vector<std::string> actions;   ///< "stop_database node103 (fast)"
    std::vector<bool> tables_expected;  ///< of each action: its answer is a table that the file has
    std::vector<ScriptObservation> observations;
    std::vector<std::string> looks;   ///< "pool_nodes via node101"
    std::vector<bool> look_expected;  ///< whether the file says what the table shows
    std::vector<std::string> logs;    ///< "log of node101, 3 lines"
    std::vector<std::vector<std::string>> log_lines;  ///< of each, as written
    std::uint32_t line = 0;
};

/// A story as its file tells it.
struct Script {
    std::string path;
    std::string title;
    std::string source;
    std::string variant;
    std::string logic;
    std::string dialect;
    std::string outcome;  ///< "violates:stale_down" or empty
    std::vector<ScriptStep> steps;
    std::vector<ScriptObservation> always;
    std::vector<ScriptObservation> never;
    std::vector<std::string> sometimes;  ///< conditions, as written
    std::vector<std::string> waivers;    ///< "stale_down (documented behaviour)"
    std::vector<std::string> pins;       ///< names of the pinned choices
    std::vector<std::string> loads;
};

}  // namespace reports
