#include "engine/choices.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <tuple>
#include <utility>

#include "engine/assert.hpp"
#include "engine/wide.hpp"

namespace engine {

namespace {

constexpr std::size_t first_size = 64;
constexpr std::uint64_t golden = 0x9e3779b97f4a7c15U;
constexpr std::int64_t most_point = std::int64_t{1} << 47U;

bool comes_before(const Pin& a, const Pin& b) {
    return std::tie(a.key, a.nth) < std::tie(b.key, b.nth);
}

/// What the seed says to the `nth` asking: a counter that begins at a hash of seed and question,
/// scrambled by one multiplication of 128 bits. `salt` is odd and depends on the seed.
std::uint64_t seeded(std::uint64_t salt, std::uint64_t key, std::uint64_t nth) {
    const std::uint64_t start = multiply_fold(key ^ 0x2545f4914f6cdd1dU, salt) ^ salt;
    const std::uint64_t place = start + nth * golden;
    return multiply_fold(place, place ^ 0xd1342543de82ef95U);
}

/// The random word as a fraction of n, rounded down: uneven by less than n in 2^64.
std::uint64_t fraction_of(std::uint64_t random, std::uint64_t n) {
    return static_cast<std::uint64_t>((static_cast<Wide>(random) * n) >> 64U);
}

std::uint64_t unsigned_of(std::int64_t number) { return static_cast<std::uint64_t>(number); }

std::int64_t scaled(std::int64_t point, Duration scale) {
    const Wide product = static_cast<Wide>(unsigned_of(point)) * unsigned_of(scale.count());
    return static_cast<std::int64_t>(product / unsigned_of(quantile_unit));
}

/// Interpolates with 16 bits more than the points have, so that a coarse table of a long scale
/// does not show steps, and scales then.
std::int64_t quantile(const Quantiles& distribution, std::uint64_t random) {
    constexpr unsigned finer = 16;
    const Wide position = static_cast<Wide>(random) * (distribution.points.size() - 1);
    const std::int64_t* const piece =
        &distribution.points[static_cast<std::size_t>(position >> 64U)];
    SIM_ASSERT(piece[0] <= piece[1]);
    const std::uint64_t low = unsigned_of(piece[0]) << finer;
    const std::uint64_t width = (unsigned_of(piece[1]) << finer) - low;
    const std::uint64_t point = low + fraction_of(static_cast<std::uint64_t>(position), width);
    const Wide product = static_cast<Wide>(point) * unsigned_of(distribution.scale.count());
    return static_cast<std::int64_t>(product / (unsigned_of(quantile_unit) << finer));
}

/// The number behind the last '#', which is cut off with it; nullopt if there is none.
std::optional<std::uint32_t> take_number(std::string_view& text) {
    const std::size_t mark = text.rfind('#');
    if (mark == std::string_view::npos || mark + 1 == text.size()) return std::nullopt;
    std::uint32_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data() + mark + 1, end, number);
    if (error != std::errc{} || stopped != end) return std::nullopt;
    text.remove_suffix(text.size() - mark);
    return number;
}

std::uint64_t salt_of(std::uint64_t seed) {
    return multiply_fold(seed ^ 0x8ebc6af09c88c6e3U, golden) | 1U;
}

}  // namespace

Name parse_name(std::string_view text) {
    Name name;
    const std::size_t last = text.rfind('/');
    if (text.rfind('#') != std::string_view::npos &&
        (last == std::string_view::npos || text.rfind('#') > last)) {
        name.nth = take_number(text).value_or(1);
    }
    for (bool more = true; more;) {
        const std::size_t slash = text.find('/');
        more = slash != std::string_view::npos;
        std::string_view word = text.substr(0, slash);
        const std::uint32_t number = take_number(word).value_or(0);
        name.question = name.question / segment(word, number);
        if (more) text.remove_prefix(slash + 1);
    }
    return name;
}

Choices::Choices(std::uint64_t seed, std::vector<Pin> pins) : seed_(seed), salt_(salt_of(seed)) {
    if (pins.empty()) return;
    std::stable_sort(pins.begin(), pins.end(), comes_before);
    asked_.resize(pins.size());
    pins_ = std::make_shared<const std::vector<Pin>>(std::move(pins));
}

void Choices::draw_anew(std::uint64_t seed) {
    seed_ = seed;
    salt_ = salt_of(seed);
}

std::uint64_t Choices::below(Question what, std::uint64_t n) {
    SIM_ASSERT(n > 0);
    SIM_ASSERT(n <= static_cast<std::uint64_t>(INT64_MAX));
    const Asking asking = ask(what);
    const auto seeded_answer = static_cast<std::int64_t>(fraction_of(asking.random, n));
    return static_cast<std::uint64_t>(
        answer_within(asking, seeded_answer, {0, static_cast<std::int64_t>(n) - 1}));
}

Duration Choices::from(Question what, const Quantiles& distribution) {
    SIM_ASSERT(distribution.points.size() >= 2);
    SIM_ASSERT(distribution.points.front() >= 0);
    SIM_ASSERT(distribution.points.back() < most_point);
    SIM_ASSERT(distribution.scale.count() >= 0);
    const Asking asking = ask(what);
    const std::int64_t seeded_answer = quantile(distribution, asking.random);
    if (asking.pin == nullptr) return Duration{answer(asking, seeded_answer, false)};
    const Range range{scaled(distribution.points.front(), distribution.scale),
                      scaled(distribution.points.back(), distribution.scale)};
    return Duration{answer_within(asking, seeded_answer, range)};
}

Duration Choices::between(Question what, Duration least, Duration most) {
    SIM_ASSERT(least <= most);
    const Asking asking = ask(what);
    const std::uint64_t width =
        static_cast<std::uint64_t>(most.count()) - static_cast<std::uint64_t>(least.count()) + 1;
    SIM_ASSERT(width != 0);
    const auto above = static_cast<std::int64_t>(fraction_of(asking.random, width));
    return Duration{answer_within(asking, least.count() + above, {least.count(), most.count()})};
}

std::size_t Choices::pick(Question what, std::span<const std::int64_t> candidates,
                          std::span<const std::uint64_t> weights) {
    SIM_ASSERT(candidates.size() == weights.size());
    std::uint64_t sum = 0;
    for (const std::uint64_t weight : weights) {
        SIM_ASSERT(weight <= UINT64_MAX - sum);
        sum += weight;
    }
    SIM_ASSERT(sum > 0);
    const Asking asking = ask(what);
    std::uint64_t rest = fraction_of(asking.random, sum);
    std::size_t picked = 0;
    while (rest >= weights[picked]) rest -= weights[picked++];
    std::size_t pinned = candidates.size();
    for (std::size_t i = 0; asking.pin != nullptr && i < candidates.size(); ++i) {
        if (candidates[i] != asking.pin->answer || weights[i] == 0) continue;
        pinned = i;
        break;
    }
    const bool possible = pinned < candidates.size();
    if (asking.pin != nullptr && !possible) {
        std::vector<std::int64_t> allowed;
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            if (weights[i] != 0) allowed.push_back(candidates[i]);
        }
        note_impossible(*asking.pin, {}, std::move(allowed));
    }
    answer(asking, candidates[picked], possible);
    return possible ? pinned : picked;
}

std::vector<Pin> Choices::unasked() const {
    std::vector<Pin> left;
    for (std::size_t i = 0; i < asked_.size(); ++i) {
        if (asked_[i] == 0) left.push_back((*pins_)[i]);
    }
    return left;
}

Choices::Asking Choices::ask(Question what) {
    const std::uint64_t nth = count_asking(what.key);
    SIM_ASSERT(nth <= UINT32_MAX);
    last_.key = what.key;
    last_.nth = static_cast<std::uint32_t>(nth);
    return Asking{.random = seeded(salt_, what.key, nth),
                  .pin = pins_ == nullptr ? nullptr : pin_for(what.key, nth)};
}

std::uint64_t Choices::count_asking(std::uint64_t key) {
    if (2 * used_ >= counters_.size()) grow();
    const std::size_t mask = counters_.size() - 1;
    std::size_t place = static_cast<std::size_t>(key >> 32U) & mask;
    while (counters_[place].key != key || counters_[place].count == 0) {
        if (counters_[place].count == 0) {
            counters_[place].key = key;
            ++used_;
            break;
        }
        place = (place + 1) & mask;
    }
    return ++counters_[place].count;
}

void Choices::grow() {
    const std::vector<Counter> old = std::move(counters_);
    counters_ = std::vector<Counter>(old.empty() ? first_size : 2 * old.size());
    const std::size_t mask = counters_.size() - 1;
    for (const Counter& counter : old) {
        if (counter.count == 0) continue;
        std::size_t place = static_cast<std::size_t>(counter.key >> 32U) & mask;
        while (counters_[place].count != 0) place = (place + 1) & mask;
        counters_[place] = counter;
    }
}

const Pin* Choices::pin_for(std::uint64_t key, std::uint64_t nth) {
    const Pin wanted{.key = key, .nth = static_cast<std::uint32_t>(nth)};
    const auto place = std::lower_bound(pins_->begin(), pins_->end(), wanted, comes_before);
    if (place == pins_->end() || comes_before(wanted, *place)) return nullptr;
    asked_[static_cast<std::size_t>(place - pins_->begin())] = 1;
    return &*place;
}

std::int64_t Choices::answer_within(const Asking& asking, std::int64_t seeded, Range range) {
    const bool possible = asking.pin != nullptr && asking.pin->answer >= range.least &&
                          asking.pin->answer <= range.most;
    if (asking.pin != nullptr && !possible) note_impossible(*asking.pin, range, {});
    return answer(asking, seeded, possible);
}

std::int64_t Choices::answer(const Asking& asking, std::int64_t seeded, bool pin_is_possible) {
    last_.pinned = pin_is_possible;
    last_.answer = pin_is_possible ? asking.pin->answer : seeded;
    return last_.answer;
}

void Choices::note_impossible(const Pin& pin, Range range, std::vector<std::int64_t> candidates) {
    if (impossible_.key != 0) return;
    impossible_ = Impossible{.key = pin.key,
                             .nth = pin.nth,
                             .answer = pin.answer,
                             .least = range.least,
                             .most = range.most,
                             .candidates = std::move(candidates)};
}

}  // namespace engine
