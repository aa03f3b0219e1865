// Which ways between hosts are cut as a run goes on: a fold over the links' facts, for oracles that
// excuse what nobody could have known.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "engine/record.hpp"
#include "failover/logic.hpp"
#include "sim/facts/facts.hpp"

namespace sim::checks {

class Cuts {
  public:
    void take(const engine::Record& record) {
        if (facts::Kind{record.kind} != facts::Kind::link) return;
        const auto& words = record.words;
        const Cut cut{words[0], words[1], words[2]};
        std::erase_if(cuts_, [&](const Cut& open) {
            return open.from == cut.from && open.to == cut.to &&
                   (cut.plane == every_plane || open.plane == cut.plane);
        });
        if (words[3] == 0) cuts_.push_back(cut);
    }
    /// A link between the two hosts is cut, in one direction or the other, for that plane or for
    /// all.
    [[nodiscard]] bool between(std::int32_t a, std::int32_t b, failover::Plane plane) const {
        return std::ranges::any_of(cuts_, [&](const Cut& cut) {
            const bool this_way = cut.from == word(a) && cut.to == word(b);
            const bool that_way = cut.from == word(b) && cut.to == word(a);
            const bool concerns =
                cut.plane == every_plane || cut.plane == static_cast<std::uint32_t>(plane);
            return concerns && (this_way || that_way);
        });
    }
    /// Some link of that host is cut.
    [[nodiscard]] bool anywhere(std::int32_t host) const {
        return std::ranges::any_of(
            cuts_, [&](const Cut& cut) { return cut.from == word(host) || cut.to == word(host); });
    }

  private:
    static constexpr std::uint32_t every_plane = 255;  // as Kind::link has it
    static std::uint32_t word(std::int32_t host) { return static_cast<std::uint32_t>(host); }
    struct Cut {
        std::uint32_t from = 0;
        std::uint32_t to = 0;
        std::uint32_t plane = 0;
    };
    std::vector<Cut> cuts_;
};

}  // namespace sim::checks
