// The wait for all clients to leave that graceful detaches, promotions and the second stage of an
// online recovery begin with (semantics-3.6 §10, §12.3).
#pragma once

#include <cstdint>

#include "failover/logics/interlock/process.hpp"
#include "failover/words/time.hpp"

namespace failover::interlock {

enum class Drained : std::uint8_t { now, not_yet, never };

class Drain {
  public:
    static constexpr Duration pause = std::chrono::seconds{3};  ///< from one look to the next

    /// One look at the counter of connections; recovery_timeout says how many there are. The last
    /// one may find the counter malformed: then nobody is waited for.
    Drained poll(Context& context);
    bool operator==(const Drain&) const = default;

  private:
    std::int32_t looks_ = 0;
};

/// Whether a counter that does not come to zero is held to be wrong, and zeroed: clients that are
/// idle would have been cut off meanwhile.
bool counter_malformed(Context& context);

}  // namespace failover::interlock
