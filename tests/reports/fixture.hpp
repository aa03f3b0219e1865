// A lab notebook for reports: the seed's cluster, and records written by hand.
// Times are spans from t = 0; a record numbers itself.
#pragma once

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "engine/record.hpp"
#include "failover/catalogue.hpp"
#include "failover/logics/interlock/interlock.hpp"
#include "reports/cluster.hpp"
#include "sim/facts/facts.hpp"

namespace reports_test {

using sim::facts::Kind;
using namespace std::chrono_literals;

/// t = 0 lies half a minute into the run: proxies need that long to start.
inline constexpr engine::Duration serving{30s};

/// 192.168.1.101 to .103; proxies on the first two; 2023-08-04 16:20:00 +08:00 at t = 0.
inline reports::Cluster seed_cluster() {
    reports::Cluster cluster;
    for (int host = 1; host <= 3; ++host) {
        const std::string name = "node10" + std::to_string(host);
        const std::string address = "192.168.1.10" + std::to_string(host);
        cluster.hosts.push_back(name);
        cluster.backends.push_back({name, address, 54321, "node" + std::to_string(host), "/data"});
        if (host > 2) continue;
        reports::ProxyNames proxy;
        proxy.name = name;
        proxy.hostname = address;
        proxy.port = 9999;
        proxy.wd_port = 9000;
        proxy.paths = {"/var/log/status", "/tmp/.s.PGPOOLWD_CMD.9000"};
        cluster.proxies.push_back(proxy);
    }
    cluster.date_seconds = 1'691'137'200;
    cluster.date_offset_seconds = 8 * 3600;
    cluster.serving = engine::TrueTime{serving.count()};
    cluster.catalogue = &failover::interlock::Interlock::catalogue();
    return cluster;
}

/// Writes records in order, numbered from 1.
class Records {
  public:
    /// From here on things happen at t.
    Records& at(engine::Duration t) {
        now_ = serving + t;
        return *this;
    }
    Records& add(Kind kind, std::initializer_list<std::int64_t> words) {
        engine::Record record;
        record.number = records_.size() + 1;
        record.time = now_.count();
        record.kind = static_cast<std::uint16_t>(kind);
        std::size_t at = 0;
        for (const std::int64_t word : words) record.words[at++] = static_cast<std::uint32_t>(word);
        records_.push_back(record);
        return *this;
    }
    [[nodiscard]] const std::vector<engine::Record>& list() const { return records_; }

  private:
    engine::Duration now_{serving};
    std::vector<engine::Record> records_;
};

/// Id of the message with this key; its catalogue's size if there is none.
inline failover::MessageId message(std::string_view key) {
    const auto& messages = failover::interlock::Interlock::catalogue().messages;
    for (const auto& text : messages) {
        if (text.key == key) return text.id;
    }
    return static_cast<failover::MessageId>(messages.size());
}

}  // namespace reports_test
