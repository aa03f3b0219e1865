// The lifecheck by query (semantics-3.6 §9.9): one client session to every proxy at once, itself
// included, each with one question; who has not answered in time has failed this round.
#pragma once

#include <cstdint>
#include <vector>

#include "failover/logics/interlock/process.hpp"

namespace failover::interlock {

class QueryRound {
  public:
    /// Uses the process's timer until the round is over. REQUIRES: none is under way.
    void begin(Context& context);
    [[nodiscard]] bool open() const { return open_; }
    [[nodiscard]] bool takes(const Input& input) const;
    /// Takes one of its inputs. True when the round is over.
    bool step(Context& context, const Input& input);
    /// Whether that proxy answered in the last round.
    [[nodiscard]] bool answered(ProxyId proxy) const;

    bool operator==(const QueryRound&) const = default;

  private:
    enum class Stage : std::uint8_t { connecting, opening, asking, good, bad };
    struct Visit {
        ConnectionId connection = no_connection;
        Stage stage = Stage::connecting;
        [[nodiscard]] bool over() const { return stage == Stage::good || stage == Stage::bad; }
        bool operator==(const Visit&) const = default;
    };
    static void received(Context& context, Visit& visit, const Message& message);
    static void end(Context& context, Visit& visit, bool good);

    bool open_ = false;
    std::vector<Visit> visits_;  ///< index = ProxyId
};

}  // namespace failover::interlock
