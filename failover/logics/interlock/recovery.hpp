// Online recovery of a backend in streaming replication mode, as far as a PCP worker does it before
// the node is attached (semantics-3.6 §12): checks, the script on the primary, the remote start,
// and the wait until the server lets somebody in. Replication mode, with its second stage, is not
// here.
#pragma once

#include "failover/logics/interlock/calls.hpp"
#include "failover/logics/interlock/child_view.hpp"

namespace failover::interlock {

class Recovery {
  public:
    enum class State : std::uint8_t {
        going_on,
        failed,    ///< `error` says why
        restarted  ///< the server is up: it may be attached
    };
    struct Error {
        MessageId text = 0;
        MessageArguments arguments{};
        bool operator==(const Error&) const = default;
    };
    static constexpr Duration pause = std::chrono::seconds{3};  ///< between two attempts

    /// `copy`: the statuses as the worker has them.
    State begin(Context& context, BackendId node, const StatusCopy& copy);
    [[nodiscard]] bool takes(const Input& input) const;
    State step(Context& context, const Input& input);

    [[nodiscard]] BackendId node() const { return node_; }
    [[nodiscard]] const Error& error() const { return error_; }
    bool operator==(const Recovery&) const = default;

  private:
    enum class Stage : std::uint8_t { connecting, copying, starting, trying, pausing };

    State check(Context& context, const StatusCopy& copy);
    State fail(MessageId text, MessageArguments arguments = {});
    State connected(Context& context);
    State copied(Context& context);
    State start_there(Context& context);
    State try_again(Context& context);
    State tried(Context& context);

    BackendId node_ = no_backend;
    BackendId source_ = no_backend;
    Stage stage_ = Stage::connecting;
    std::int32_t tries_ = 0;  ///< to connect to the server that was started
    DatabaseCall call_;
    Error error_;
};

}  // namespace failover::interlock
