// A small cluster for oracles: three databases, two proxies, and a run written record by record.
// Times are spans from the beginning of the run.
#pragma once

#include <chrono>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/checks/judge.hpp"
#include "sim/facts/facts.hpp"

namespace sim::checks_test {

using facts::Kind;
using namespace std::chrono_literals;

inline constexpr int running = 3;
inline constexpr int stopped = 0;
inline constexpr int up = 2;
inline constexpr int down = 3;
inline constexpr int nothing = 0;
inline constexpr int request = 2;
inline constexpr int every_plane = 255;

/// Some parameters as the interlock logic calls them; nothing else of a logic is needed here.
inline const failover::Catalogue& catalogue() {
    using failover::ParameterKind;
    static const std::vector<failover::Parameter> parameters{
        {"health_check_period", ParameterKind::seconds, "10", 0, INT64_MAX, "", ""},
        {"health_check_max_retries", ParameterKind::integer, "1", 0, INT64_MAX, "", ""},
        {"health_check_retry_delay", ParameterKind::seconds, "2", 0, INT64_MAX, "", ""},
        {"health_check_timeout", ParameterKind::seconds, "5", 0, INT64_MAX, "", ""},
        {"use_watchdog", ParameterKind::boolean, "on", 0, 1, "", ""},
        {"failover_command", ParameterKind::text, "", 0, 0, "", ""},
        {"wd_interval", ParameterKind::seconds, "10", 0, INT64_MAX, "", ""},
        {"wd_heartbeat_deadtime", ParameterKind::seconds, "30", 0, INT64_MAX, "", ""},
        {"delegate_IP", ParameterKind::text, "", 0, 0, "", ""},
    };
    static const failover::Catalogue all{{}, {}, {}, parameters, {}, {}, "test"};
    return all;
}

inline constexpr int use_watchdog = 4;  ///< their places among them
inline constexpr int failover_command = 5;
inline constexpr int delegate_ip = 8;

/// 10 s x (1 + 1) + 2 s x 1 + 5 s.
inline constexpr engine::Duration grace = 27s;
/// What a silent server takes longer: a timeout for each further attempt.
inline constexpr engine::Duration further = 10s;
/// 10 s + 30 s until a silent proxy counts as dead, and what an election takes.
inline constexpr engine::Duration lifecheck = 40s;
inline constexpr engine::Duration election = 16s;

class Stage {
  public:
    Stage() {
        for (int host = 0; host < 3; ++host) {
            scenario::HostSpec spec;
            spec.name = "node10" + std::to_string(host + 1);
            story.hosts.push_back(spec);
            scenario::DatabaseSpec database;
            database.host = facts::HostId{host};
            story.databases.push_back(database);
            if (host == 2) continue;
            scenario::ProxySpec proxy;
            proxy.host = facts::HostId{host};
            proxy.parameters = {std::int64_t{10'000'000'000},
                                std::int64_t{1},
                                std::int64_t{2'000'000'000},
                                std::int64_t{5'000'000'000},
                                std::int64_t{0},
                                std::string{"promote"},
                                std::int64_t{10'000'000'000},
                                std::int64_t{30'000'000'000},
                                std::string{}};
            story.proxies.push_back(proxy);
        }
    }

    /// All databases run, two stream; both proxies serve and believe so.
    Stage& well() {
        for (int database = 0; database < 3; ++database) {
            add(Kind::database_state, {database, running});
            add(Kind::database_role, {database, database == 0 ? 0 : 1, 1});
            if (database > 0) add(Kind::streaming, {database, 1, 0});
        }
        for (int proxy = 0; proxy < 2; ++proxy) {
            add(Kind::proxy_process, {proxy, 0, 100 + proxy, 1, 0});
            for (int database = 0; database < 3; ++database) {
                add(Kind::believed_status, {proxy, database, up, 0});
            }
            add(Kind::serves, {proxy, 1});
        }
        return *this;
    }
    /// node101's proxy believes node103 down from now on.
    Stage& believes_down(int proxy = 0, int database = 2) {
        return add(Kind::believed_status, {proxy, database, down, up});
    }
    Stage& at(engine::Duration t) {
        now_ = t;
        return *this;
    }
    Stage& add(Kind kind, std::initializer_list<std::int64_t> words) {
        engine::Record record;
        record.number = records.size() + 1;
        record.time = now_.count();
        record.kind = static_cast<std::uint16_t>(kind);
        std::size_t at = 0;
        for (const std::int64_t word : words) record.words[at++] = static_cast<std::uint32_t>(word);
        records.push_back(record);
        return *this;
    }

    [[nodiscard]] checks::Ran ran(engine::Duration end) const {
        checks::Ran run;
        run.records = records;
        run.end = engine::TrueTime{end.count()};
        return run;
    }
    [[nodiscard]] checks::Verdict verdict(engine::Duration end) const {
        return checks::judge(story, catalogue(), ran(end));
    }

    scenario::Scenario story;
    std::vector<engine::Record> records;

  private:
    engine::Duration now_{0};
};

/// The oracles that a run violates, in order of time.
inline std::vector<std::string_view> found(const Stage& stage, engine::Duration end = 100s) {
    std::vector<std::string_view> ids;
    for (const auto& violation : stage.verdict(end).violations) ids.push_back(violation.oracle);
    return ids;
}

}  // namespace sim::checks_test
