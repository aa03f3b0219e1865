// Everything random is a choice with a name. An answer depends on the seed, on the name of the
// question and on how often it was asked: a question added elsewhere moves no other answer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/time.hpp"

namespace engine {

/// One segment of a question's name: a word, refined by a number where there are several of its
/// kind ("operator#1"). Hash it once and keep it.
struct Segment {
    std::uint64_t hash = 0;
};
[[nodiscard]] constexpr Segment segment(std::string_view word, std::uint32_t number = 0) {
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char c : word) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    return Segment{hash ^ (number * 0x9e3779b97f4a7c15U)};
}

/// The name of a question, "node101/main/wake/usr1", as a hash: built from segments on the way
/// without a string, or from the text of a scenario file (`parse_name`). Order matters.
struct Question {
    std::uint64_t key = 0;

    [[nodiscard]] constexpr Question operator/(Segment next) const {
        std::uint64_t hash = (key ^ next.hash) * 0xbf58476d1ce4e5b9U;
        hash ^= hash >> 29U;
        return Question{hash * 0x94d049bb133111ebU};
    }
    bool operator==(const Question&) const = default;
};

/// A pinned choice's name: segments between slashes; "#n" at the very end says which time of
/// asking (default 1), "#n" elsewhere belongs to its segment. "a/b#2/c#3" is the third asking of
/// a / b#2 / c.
struct Name {
    Question question;
    std::uint32_t nth = 1;
};
[[nodiscard]] Name parse_name(std::string_view text);

/// `points` of a table whose `scale` is not given are nanoseconds; else this many make one scale.
inline constexpr std::int64_t quantile_unit = std::int64_t{1} << 20U;

/// A distribution as its inverse, in integers: `points` are equally spaced quantiles from the
/// minimum to the maximum (at least two, from 0 to below 2^47, none less than the one before);
/// between two points it is linear. `scale` is what quantile_unit stands for, so that
/// Quantiles{lognormal_05, 15ms} (engine/quantiles.hpp) has the median 15 ms.
struct Quantiles {
    std::span<const std::int64_t> points;
    Duration scale{quantile_unit};
};

/// One pinned answer: `answer` is a duration in nanoseconds, or what `pick` calls a candidate.
struct Pin {
    std::uint64_t key = 0;  ///< of the question
    std::uint32_t nth = 1;  ///< which time of asking, from 1
    std::int64_t answer = 0;
};

/// A pinned answer that the question does not allow, with what it does: the candidates, or every
/// number from `least` to `most`. The run ends with exit code 2.
struct Impossible {
    std::uint64_t key = 0;
    std::uint32_t nth = 0;
    std::int64_t answer = 0;
    std::int64_t least = 0;
    std::int64_t most = 0;
    std::vector<std::int64_t> candidates{};  ///< empty: a range
};

/// What was asked and answered; handed to whoever lists choices.
struct Answered {
    std::uint64_t key = 0;
    std::uint32_t nth = 0;
    std::int64_t answer = 0;
    bool pinned = false;
};

/// Answers questions: from the seed, or as pinned. A value; copying it copies the counters.
class Choices {
  public:
    /// Of two pins for one question and time the first counts.
    explicit Choices(std::uint64_t seed = 0, std::vector<Pin> pins = {});

    /// Uniform in [0, n). REQUIRES: n > 0.
    std::uint64_t below(Question what, std::uint64_t n);
    /// A duration from the distribution; a pinned one must lie between its ends.
    Duration from(Question what, const Quantiles& distribution);
    /// Uniform in [least, most]. REQUIRES: least <= most.
    Duration between(Question what, Duration least, Duration most);
    /// Index of one candidate, with probability weight/sum. `candidates` are what pins name
    /// (ids of the world); one of weight 0 is never picked. REQUIRES: sizes equal, a positive sum.
    std::size_t pick(Question what, std::span<const std::int64_t> candidates,
                     std::span<const std::uint64_t> weights);

    /// From here on answers follow from another seed; what was counted and pinned stays.
    void draw_anew(std::uint64_t seed);
    /// The last answer given (for recording it).
    [[nodiscard]] const Answered& last() const { return last_; }
    /// The first pin that was not possible where it was asked; key 0 if none.
    [[nodiscard]] const Impossible& impossible() const { return impossible_; }
    /// Pins that were never asked.
    [[nodiscard]] std::vector<Pin> unasked() const;
    [[nodiscard]] std::uint64_t seed() const { return seed_; }

  private:
    /// How often a question was asked; 0 marks a free place.
    struct Counter {
        std::uint64_t key = 0;
        std::uint64_t count = 0;
    };
    /// One asking: what the seed says, and the pin if there is one.
    struct Asking {
        std::uint64_t random = 0;
        const Pin* pin = nullptr;
    };

    /// What a question may be answered with, both ends included.
    struct Range {
        std::int64_t least = 0;
        std::int64_t most = 0;
    };
    Asking ask(Question what);
    std::uint64_t count_asking(std::uint64_t key);
    void grow();
    const Pin* pin_for(std::uint64_t key, std::uint64_t nth);
    std::int64_t answer_within(const Asking& asking, std::int64_t seeded, Range range);
    std::int64_t answer(const Asking& asking, std::int64_t seeded, bool pin_is_possible);
    void note_impossible(const Pin& pin, Range range, std::vector<std::int64_t> candidates);

    std::uint64_t seed_;
    std::uint64_t salt_;             ///< the seed as an odd factor
    std::vector<Counter> counters_;  ///< open addressing, size a power of two; never iterated
    std::size_t used_ = 0;
    std::shared_ptr<const std::vector<Pin>> pins_;  ///< sorted, constant: copies of a run share it
    std::vector<std::uint8_t> asked_;               ///< one for each pin
    Answered last_;
    Impossible impossible_;
};

}  // namespace engine
