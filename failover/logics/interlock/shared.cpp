#include "failover/logics/interlock/shared.hpp"

namespace failover::interlock {

BackendId Shared::lowest_valid() const {
    for (int i = 0; i < backend_count; ++i) {
        if (valid(BackendId{i})) return BackendId{i};
    }
    return no_backend;
}

}  // namespace failover::interlock
