// Node operations as they wait for main (semantics-3.6 §6.2): what was asked for, and the ring of
// ten that keeps it.
#pragma once

#include <cstdint>
#include <vector>

#include "failover/logic.hpp"

namespace failover::interlock {

/// Kinds of node operation, with the product's numbers (§6.2).
enum class NodeOperation : std::uint8_t {
    up = 0,
    down = 1,
    recovery = 2,
    close_idle = 3,
    promote = 4
};

struct NodeRequest {
    NodeOperation operation = NodeOperation::down;
    std::vector<BackendId> nodes;
    bool switch_over = false;
    std::int32_t failover_id = 0;  ///< of the watchdog; 0 for a request made here
    Cause cause;
    bool operator==(const NodeRequest&) const = default;
};

/// main's ring of requests: 10 entries, a full one refuses silently (§6.2).
class RequestQueue {
  public:
    static constexpr std::size_t capacity = 10;
    [[nodiscard]] bool empty() const { return entries_.empty(); }
    [[nodiscard]] const std::vector<NodeRequest>& entries() const { return entries_; }
    /// False if the ring is full.
    bool push(NodeRequest request) {
        if (entries_.size() >= capacity) return false;
        entries_.push_back(std::move(request));
        return true;
    }
    NodeRequest pop() {  ///< REQUIRES: not empty
        NodeRequest first = std::move(entries_.front());
        entries_.erase(entries_.begin());
        return first;
    }
    bool operator==(const RequestQueue&) const = default;

  private:
    std::vector<NodeRequest> entries_;
};

}  // namespace failover::interlock
