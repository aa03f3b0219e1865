// The smallest logic that fails over: one process a proxy, which logs in to every database once a
// round and believes what it saw last. Read it from top to bottom, then docs/own-logic.md.
#pragma once

#include <array>
#include <vector>

#include "failover/logic.hpp"
#include "failover/words/database.hpp"

namespace failover::naive {

class Naive {
  public:
    explicit Naive(const Setup& setup) : period_(std::get<std::int64_t>(setup.parameters[0])) {
        for (const BackendSetup& backend : setup.backends) {
            const bool used = backend.port != 0;
            beliefs_.status[probes_.size()] = used ? Status::connect_wait : Status::unused;
            // It looks again at whatever it believes, so no belief is stuck.
            beliefs_.pending[probes_.size()] = used ? Pending::health_check : Pending::nothing;
            probes_.push_back(no_connection);
        }
    }

    /// The first input is Started; it sets the timer that begins the first round at once.
    void step(Instant, Pid, std::span<const Input> inputs, Outbox& out) {
        std::visit([&](const auto& what) { happen(what, out); }, inputs.front().what);
    }
    void died(Pid) { beliefs_.serves = false; }
    [[nodiscard]] bool takes(Pid, const Input&) const { return true; }
    [[nodiscard]] std::optional<ConnectionId> relays(ConnectionId) const { return std::nullopt; }
    [[nodiscard]] Beliefs beliefs() const { return beliefs_; }
    [[nodiscard]] static const Catalogue& catalogue();

  private:
    enum class Row : std::uint16_t { ready, refused, no_connection, silent };  // of the table
    enum Text : MessageId { is_up = 1, is_down };

    void happen(const Started&, Outbox& out) {
        beliefs_.serves = true;
        out.put(SetTimer{});
    }
    void happen(const TimedOut&, Outbox& out) {
        for (std::size_t i = 0; i < probes_.size(); ++i) {
            if (beliefs_.status[i] == Status::unused) continue;
            if (probes_[i] != no_connection) judge(probes_[i], Row::silent, out);
            probes_[i] = out.connect(Plane::database, static_cast<std::int32_t>(i));
        }
        out.put(SetTimer{Duration{period_}, Duration{period_}});
    }
    void happen(const Connected& connected, Outbox& out) {
        Message hello;
        hello.kind = static_cast<std::uint16_t>(database::Ask::startup);
        out.put(Send{connected.connection, std::move(hello)});
    }
    void happen(const Received& received, Outbox& out) {
        const auto answer = static_cast<database::Answer>(received.message.kind);
        const bool ready = answer == database::Answer::ready;
        judge(received.connection, ready ? Row::ready : Row::refused, out);
    }
    void happen(const ConnectFailed& failed, Outbox& out) {
        judge(failed.connection, Row::no_connection, out);
    }
    void happen(const Ended& ended, Outbox& out) { judge(ended.connection, Row::refused, out); }
    void happen(const Caught& caught, Outbox& out) {
        if (caught.signal != Signal::child) out.put(Exit{});
    }
    template <class Other>
    void happen(const Other&, Outbox&) {}

    /// The probe on `connection` is over.
    void judge(ConnectionId connection, Row row, Outbox& out) {
        for (std::size_t i = 0; i < probes_.size(); ++i) {
            if (probes_[i] != connection) continue;
            if (!out.applies({0, static_cast<std::uint16_t>(row)})) return;
            if (row != Row::no_connection) out.put(Close{connection});
            probes_[i] = no_connection;
            const Status now = row == Row::ready ? Status::up : Status::down;
            if (beliefs_.status[i] == now) return;
            beliefs_.status[i] = now;
            out.log(now == Status::up ? is_up : is_down, {static_cast<std::int32_t>(i)});
        }
        choose_primary();
    }
    /// Naive: whoever is up and comes first.
    void choose_primary() {
        beliefs_.primary = no_backend;
        for (std::int32_t i = 0; i < static_cast<std::int32_t>(probes_.size()); ++i) {
            if (beliefs_.status[static_cast<std::size_t>(i)] != Status::up) continue;
            beliefs_.primary = BackendId{i};
            return;
        }
    }

    std::int64_t period_;               ///< of the rounds, in nanoseconds
    std::vector<ConnectionId> probes_;  ///< one for each backend; no_connection: none is open
    Beliefs beliefs_;
};
static_assert(FailoverLogic<Naive>);

}  // namespace failover::naive
