// Draws of one subject of a plan: named choices below a common name, so that a fault added to a
// menu moves no other fault.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/choices.hpp"

namespace sim::search {

class Draw {
  public:
    Draw(engine::Choices& choices, std::string_view subject, std::uint32_t number)
        : choices_(&choices),
          base_(engine::Question{} / engine::segment("plan") / engine::segment(subject, number)) {}

    /// Uniform in [0, n). REQUIRES: n > 0.
    [[nodiscard]] std::uint64_t below(std::string_view what, std::uint64_t n) const {
        return choices_->below(base_ / engine::segment(what), n);
    }
    [[nodiscard]] engine::Duration between(std::string_view what, engine::Duration least,
                                           engine::Duration most) const {
        return choices_->between(base_ / engine::segment(what), least, most);
    }
    /// REQUIRES: not empty.
    [[nodiscard]] const std::string& one_of(std::string_view what,
                                            const std::vector<std::string>& words) const {
        return words[below(what, words.size())];
    }

  private:
    engine::Choices* choices_;
    engine::Question base_;
};

}  // namespace sim::search
