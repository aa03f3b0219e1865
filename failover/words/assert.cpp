#include "failover/words/assert.hpp"

namespace failover {

void logic_failed(const char* condition, const char* file, int line) {
    throw LogicFailure(condition, file, line);
}

}  // namespace failover
