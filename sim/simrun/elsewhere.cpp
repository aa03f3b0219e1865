#include "sim/simrun/elsewhere.hpp"

#include <cstddef>
#include <future>
#include <memory>
#include <vector>

namespace sim::simrun {
namespace {

constexpr unsigned char rubbish = 0xa5;

/// Volatile, or a compiler would leave out what nobody reads.
void fill(volatile unsigned char* room, std::size_t size) {
    for (std::size_t at = 0; at < size; ++at) room[at] = rubbish;
}

/// Blocks of many sizes, filled. Every other one is given back, so that what is asked for next
/// gets rubbish; the others stay, so that it lies elsewhere.
std::vector<std::unique_ptr<unsigned char[]>> litter_heap() {
    constexpr std::size_t largest = 65'536;
    constexpr int blocks_of_a_size = 16;
    std::vector<std::unique_ptr<unsigned char[]>> kept;
    std::vector<std::unique_ptr<unsigned char[]>> given_back;
    for (std::size_t size = 16; size <= largest; size += 16 + size / 4) {
        for (int block = 0; block < blocks_of_a_size; ++block) {
            auto room = std::make_unique<unsigned char[]>(size);
            fill(room.get(), size);
            (block % 2 == 0 ? kept : given_back).push_back(std::move(room));
        }
    }
    return kept;
}

void litter_stack() {
    constexpr std::size_t size = 262'144;
    unsigned char room[size];
    fill(room, size);
}

}  // namespace

void run_elsewhere(const std::function<void()>& work) {
    std::async(std::launch::async, [&work] {
        const auto kept = litter_heap();
        litter_stack();
        work();
    }).get();
}

}  // namespace sim::simrun
