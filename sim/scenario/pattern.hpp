// Regular expressions of log expectations, `/fail(back|over) done/`: compiled to states that are
// walked side by side, so that no text takes longer than its length times theirs. They can also be
// held against texts with holes: what no message can match is a mistake of the file.
#pragma once

#include <bitset>
#include <cstdint>
#include <string_view>
#include <vector>

#include "sim/scenario/quantity.hpp"

namespace sim::scenario {

class Pattern {
  public:
    using Letters = std::bitset<256>;

    /// One state: what it asks for and where it leads; `other` is a fork's second way.
    struct State {
        enum class Kind : std::uint8_t { letters, fork, begin, end, found };
        Kind kind = Kind::found;
        std::uint32_t next = 0;
        std::uint32_t other = 0;
        Letters letters;
        bool operator==(const State&) const = default;
    };

    /// Groups, classes, `. ^ $ | * + ? {m,n}`, `\d \w \s` and their opposites. Read::offset is
    /// where it goes wrong.
    [[nodiscard]] static Read<Pattern> read(std::string_view text);

    /// Whether it is found anywhere in a text.
    [[nodiscard]] bool found_in(std::string_view text) const;

    bool operator==(const Pattern&) const = default;

  private:
    friend class PatternWalk;
    std::vector<State> states_;
    std::uint32_t first_ = 0;
};

/// Walks through a text piece by piece, in all states that are possible at once.
class PatternWalk {
  public:
    explicit PatternWalk(const Pattern& pattern);

    void text(std::string_view piece);
    /// Letters of a set, at least so many (0 or 1).
    void any_of(const Pattern::Letters& letters, int least);
    /// One of several texts.
    void one_of(const std::vector<std::string_view>& texts);
    /// The text ends here: was the pattern found?
    [[nodiscard]] bool ends();

  private:
    using Marks = std::vector<std::uint8_t>;
    void enter(std::uint32_t state, Marks& marks);
    [[nodiscard]] Marks step(const Marks& from, const Pattern::Letters& letters);

    const Pattern& pattern_;
    Marks now_;
    bool begun_ = false;   ///< some letter was passed
    bool at_end_ = false;  ///< none will come
    bool found_ = false;
};

}  // namespace sim::scenario
