// One round of the replication lag check (semantics-3.6 §11.5, §16.7): connect to every valid
// backend, ask for positions, write the lags into shared memory.
#pragma once

#include <vector>

#include "failover/logics/interlock/calls.hpp"
#include "failover/logics/interlock/child_view.hpp"
#include "failover/logics/interlock/process_texts.hpp"

namespace failover::interlock {

/// The number the product computes from a position "X/Y": X * (0xffffffff - 16 MiB) + Y.
[[nodiscard]] std::uint64_t position_number(Lsn position);

/// What a round failed with; printed by the worker after its sleep. `text` 0: nothing.
struct CheckError {
    MessageId text = 0;
    BackendId node = no_backend;
    bool operator==(const CheckError&) const = default;
};

class ReplicationCheck {
  public:
    /// Begins a round. True: there was nothing to do.
    bool begin(Context& context, const StatusCopy& copy);
    [[nodiscard]] bool open() const { return stage_ != Stage::idle; }
    [[nodiscard]] bool takes(const Input& input) const;
    /// True when the round is over.
    bool step(Context& context, const Input& input);
    /// The restart signal came while a silent host is being connected: the product says so.
    void interrupted(Context& context);

    [[nodiscard]] const CheckError& error() const { return error_; }
    /// A read error on this node that is to be reported for failover (§5.1); no_backend if none.
    [[nodiscard]] BackendId broken() const { return broken_; }
    /// The first standby that is held down and streams from the primary, where fix_r51 has the
    /// round look for one; no_backend if none.
    [[nodiscard]] BackendId returned() const { return returned_; }

    bool operator==(const ReplicationCheck&) const = default;

  private:
    enum class Stage : std::uint8_t { idle, connecting, asking, viewing };

    bool connect_next(Context& context);
    bool ask_next(Context& context);
    bool answered(Context& context);
    bool ask_for_view(Context& context);
    bool viewed(Context& context);
    bool fail(Context& context, ProcessText text);
    void write_lags(Context& context) const;
    void disconnect(Context& context);

    Stage stage_ = Stage::idle;
    StatusCopy copy_;
    std::vector<DatabaseCall> calls_;       ///< index = id
    std::vector<std::uint64_t> positions_;  ///< index = id
    BackendId cursor_{0};
    CheckError error_;
    BackendId broken_ = no_backend;
    BackendId returned_ = no_backend;
};

}  // namespace failover::interlock
