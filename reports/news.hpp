// What happened that a reader should know, one sentence each: a database stopped, a proxy serves,
// a belief changed. Found by comparing the cluster before and after each instant.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/record.hpp"
#include "reports/cluster.hpp"
#include "reports/style.hpp"
#include "sim/checks/ledger.hpp"

namespace reports {

using sim::checks::Health;
using sim::checks::Ledger;
using sim::checks::to_string;

struct News {
    std::string text;
    Tone tone = Tone::plain;
    bool before_serving = false;  ///< worth telling even before t = 0
};

class Newsroom {
  public:
    explicit Newsroom(const Cluster& cluster);

    void take(const engine::Record& record);
    /// Everything that is new since the last call; called between two instants.
    [[nodiscard]] std::vector<News> since_last_time();
    [[nodiscard]] const Ledger& ledger() const { return ledger_; }

  private:
    void told_directly(const engine::Record& record);
    void wal_news(const engine::Record& record);
    void machine_news(const engine::Record& record);
    /// "node101: the proxy's watchdog", of a record that says role or all.
    [[nodiscard]] std::string processes(const engine::Record& record) const;
    void truth_news(std::size_t database);
    void proxy_news(std::size_t proxy);
    void belief_news(std::size_t proxy);
    [[nodiscard]] std::string believed_down(std::size_t proxy) const;
    [[nodiscard]] std::string host(std::uint32_t id) const;

    const Cluster& cluster_;
    Ledger ledger_;
    Ledger before_;
    std::vector<News> news_;
};

}  // namespace reports
