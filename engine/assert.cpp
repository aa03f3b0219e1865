#include "engine/assert.hpp"

namespace engine {

void simulator_failed(const char* condition, const char* file, int line) {
    throw SimulatorFailure{condition, file, line};
}

}  // namespace engine
