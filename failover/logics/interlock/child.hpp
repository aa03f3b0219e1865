// A session child: waits for a client, serves one session at a time, restarts itself when its slot
// is flagged (semantics-3.6 §1.3, §5.4, §5.5, §16.6). Its private copy of the statuses is as old
// as itself. There is no connection cache: what the product keeps for reuse is closed.
#pragma once

#include "failover/logics/interlock/session.hpp"

namespace failover::interlock {

class Child {
  public:
    /// `started.argument`: its slot in the process table.
    void start(Context& context, const Started& started);
    void step(Context& context, std::span<const Input> inputs);
    [[nodiscard]] bool takes(const Input& input) const;
    [[nodiscard]] std::optional<ConnectionId> relays(ConnectionId client, const Config& config,
                                                     const Shared& shared) const {
        return session_ ? session_->relays(client, config, shared) : std::nullopt;
    }
    bool operator==(const Child&) const = default;

  private:
    void caught(Context& context, Signal signal);
    void after_session(Context& context, SessionState state);
    /// The top of the accept loop: a flagged slot's child leaves.
    void restart_if_flagged(Context& context);
    [[nodiscard]] ChildSlot& slot(Context& context) const { return context.shared.children[slot_]; }

    std::size_t slot_ = 0;
    StatusCopy copy_;
    std::optional<Session> session_;
};

}  // namespace failover::interlock
