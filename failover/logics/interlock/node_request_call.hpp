// A node operation on its way through the own watchdog: ask, ask again while the cluster is in
// transition, verdict (semantics-3.6 §6.1, §8.2). Shared by main, session children, PCP workers.
#pragma once

#include <span>

#include "failover/logics/interlock/calls.hpp"
#include "failover/logics/interlock/node_request.hpp"

namespace failover::interlock {

/// What a requester does with an answer to `f` (§6.1, table "wd answer handling").
enum class Reaction : std::uint8_t { proceed, handled_by_watchdog, ask_again, canceled };
struct AnswerRule {
    CommandResult answer;
    Reaction reaction;
};
[[nodiscard]] std::span<const AnswerRule> answer_rules();

/// What a finished f or s command came to. Logs the warnings `failover command on watchdog
/// failed` (§16.3) under the caller's name. REQUIRES: the call is over.
[[nodiscard]] CommandResult failover_answer(Context& context, const IpcCall& call);

/// The IPC command `f` for a request. The product does not say whether it is a switch-over
/// (hazard H20; fix_h20). REQUIRES: at most 10 nodes; 8 where that is said.
[[nodiscard]] Message failover_request_message(const NodeRequest& request, bool says_switch_over);

/// The request must have passed validate(). Uses the process's timer while it is open.
class NodeRequestCall {
  public:
    static constexpr int tries = 10;  ///< in transition (§0)
    static constexpr Duration retry_delay = std::chrono::seconds{1};

    /// Asks the watchdog. True when nothing had to be asked (no watchdog, or the request carries
    /// a failover id): the verdict is `proceed` at once. REQUIRES: not open.
    bool begin(Context& context, NodeRequest request, bool as_error);
    [[nodiscard]] bool open() const { return stage_ != Stage::idle; }
    [[nodiscard]] bool takes(const Input& input) const;
    /// Takes one of its inputs. True when the verdict is there.
    bool step(Context& context, const Input& input);

    /// True: enqueue request(), which now carries the watchdog's failover id.
    /// False: canceled; the line is logged unless the caller wanted an error: then `error()` and
    /// `arguments()` say which, and the caller prints it.
    [[nodiscard]] bool proceeds() const { return proceeds_; }
    [[nodiscard]] const NodeRequest& request() const { return request_; }
    [[nodiscard]] MessageId error() const { return error_; }
    [[nodiscard]] const MessageArguments& arguments() const { return arguments_; }

    bool operator==(const NodeRequestCall&) const = default;

  private:
    enum class Stage : std::uint8_t { idle, asking, pausing };

    bool answered(Context& context);
    void cancel(Context& context, bool unstable);

    Stage stage_ = Stage::idle;
    IpcCall call_;
    NodeRequest request_;
    int asked_ = 0;
    bool as_error_ = false;
    bool proceeds_ = false;
    MessageId error_ = 0;
    MessageArguments arguments_{};
};

}  // namespace failover::interlock
