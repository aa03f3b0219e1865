#include "sim/world/ledger.hpp"

#include "engine/assert.hpp"

namespace sim::world {

void CommitLedger::acknowledge(std::uint64_t position) {
    if (!runs_.empty()) {
        Run& run = runs_.back();
        SIM_ASSERT(position >= run.last());
        const std::uint64_t stride = position - run.last();
        if (run.count == 1) run.stride = stride;
        if (run.stride == stride) {
            ++run.count;
            return;
        }
    }
    runs_.push_back({position, 0, 1});
}

std::uint64_t CommitLedger::beyond(std::uint64_t position) const {
    std::uint64_t count = 0;
    for (auto run = runs_.rbegin(); run != runs_.rend() && run->last() > position; ++run) {
        const bool whole = run->first > position || run->stride == 0;
        count += whole ? run->count : run->count - (position - run->first) / run->stride - 1;
    }
    return count;
}

}  // namespace sim::world
