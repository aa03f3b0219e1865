// The follow child: runs follow_master_command for every node that is down when it looks at it,
// ascending, then exits (semantics-3.6 §6.4). Main forks it and does not wait for it.
#pragma once

#include "failover/logics/interlock/process.hpp"

namespace failover::interlock {

/// What main passes to it, packed into fork's one argument. Ids from -2 to 127.
struct FollowArguments {
    BackendId old_master = no_backend;
    BackendId new_primary = no_backend;
    BackendId old_primary = no_backend;  ///< the raw primary_node_id, may be negative

    [[nodiscard]] std::int32_t packed() const;
    [[nodiscard]] static FollowArguments unpacked(std::int32_t argument);
    bool operator==(const FollowArguments&) const = default;
};

class Utility {
  public:
    void start(Context& context, const Started& started);
    void step(Context& context, std::span<const Input> inputs);
    [[nodiscard]] bool takes(const Input& input) const;
    bool operator==(const Utility&) const = default;

  private:
    [[nodiscard]] bool is_to_follow(const Context& context, BackendId node) const;
    /// Runs the command for the next node that is down, or exits.
    void run_next(Context& context);

    FollowArguments arguments_;
    std::int32_t next_ = 0;
    RequestId running_{-1};
};

}  // namespace failover::interlock
