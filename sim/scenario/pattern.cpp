#include "sim/scenario/pattern.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "sim/scenario/limits.hpp"

namespace sim::scenario {

namespace {

using Letters = Pattern::Letters;
using State = Pattern::State;

constexpr std::uint32_t unbounded = UINT32_MAX;

/// A pattern as a tree.
struct Part {
    enum class Kind : std::uint8_t { letters, sequence, choice, repeat, begin, end };
    Kind kind = Kind::sequence;
    Letters letters{};
    std::uint32_t least = 1;
    std::uint32_t most = 1;
    std::vector<Part> parts{};
};

Letters range(unsigned char from, unsigned char to) {
    Letters letters;
    for (unsigned c = from; c <= to; ++c) letters.set(c);
    return letters;
}

/// What a letter after a backslash stands for; none: nothing that is known.
std::optional<Letters> escaped(char c) {
    const Letters digits = range('0', '9');
    Letters word = digits | range('a', 'z') | range('A', 'Z');
    word.set('_');
    Letters blank;
    for (const char b : {' ', '\t', '\n', '\r', '\f', '\v'}) {
        blank.set(static_cast<unsigned char>(b));
    }
    switch (c) {
        case 'd':
            return digits;
        case 'D':
            return ~digits;
        case 'w':
            return word;
        case 'W':
            return ~word;
        case 's':
            return blank;
        case 'S':
            return ~blank;
        case 't':
            return range('\t', '\t');
        default:
            break;
    }
    const auto letter = static_cast<unsigned char>(c);
    if (word.test(letter)) return std::nullopt;
    return range(letter, letter);
}

/// Recursive descent over the text; the first mistake ends it.
class PatternReader {
  public:
    explicit PatternReader(std::string_view text) : text_(text) {}

    Part whole() {
        Part part = choice();
        if (!failed() && more()) fail(at_, "`)` closes nothing", "a bracket itself is `\\)`");
        return part;
    }
    [[nodiscard]] bool failed() const { return !message_.empty(); }
    template <class T>
    [[nodiscard]] Read<T> problem() const {
        return {std::nullopt, where_, message_, help_};
    }

  private:
    [[nodiscard]] bool more() const { return at_ < text_.size(); }
    [[nodiscard]] bool take(std::string_view word) {
        if (!text_.substr(at_).starts_with(word)) return false;
        at_ += word.size();
        return true;
    }
    void fail(std::size_t where, std::string message, std::string help = {}) {
        if (failed()) return;
        where_ = where;
        message_ = "not a regular expression: " + std::move(message);
        help_ = std::move(help);
    }

    Part choice() {
        Part part{.kind = Part::Kind::choice};
        do part.parts.push_back(sequence());
        while (!failed() && take("|"));
        return part;
    }
    Part sequence() {
        Part part{.kind = Part::Kind::sequence};
        while (!failed() && more() && text_[at_] != '|' && text_[at_] != ')') {
            part.parts.push_back(repeated(atom()));
        }
        return part;
    }
    Part repeated(Part part) {
        while (!failed() && more()) {
            const std::size_t sign = at_;
            Part loop{.kind = Part::Kind::repeat, .least = 0, .most = unbounded};
            if (take("+"))
                loop.least = 1;
            else if (take("?"))
                loop.most = 1;
            else if (take("{"))
                counts(loop, sign);
            else if (!take("*"))
                break;
            static_cast<void>(take("?"));  // lazy or not: found is found
            if (part.kind == Part::Kind::begin || part.kind == Part::Kind::end) {
                fail(sign, "there is nothing to repeat");
            }
            loop.parts.push_back(std::move(part));
            part = std::move(loop);
        }
        return part;
    }
    void counts(Part& loop, std::size_t sign) {
        const std::size_t close = text_.find('}', at_);
        const std::string_view inside = text_.substr(at_, close == text_.npos ? 0 : close - at_);
        const std::size_t comma = inside.find(',');
        const auto least = read_integer(inside.substr(0, comma));
        auto most = least;
        if (comma != inside.npos) {
            most = comma + 1 == inside.size() ? std::optional<std::int64_t>(unbounded)
                                              : read_integer(inside.substr(comma + 1));
        }
        if (!least || !most || *least < 0 || *most < *least || *most > unbounded) {
            return fail(sign, "`{` begins a count like {3} or {1,4}", "a brace itself is `\\{`");
        }
        loop.least = static_cast<std::uint32_t>(*least);
        loop.most = static_cast<std::uint32_t>(*most);
        at_ = close + 1;
    }
    Part atom() {
        const std::size_t begin = at_;
        const char c = text_[at_++];
        switch (c) {
            case '(':
                return group(begin);
            case '[':
                return one_of_class(begin);
            case '.':
                return letters(Letters().set());
            case '^':
                return Part{.kind = Part::Kind::begin};
            case '$':
                return Part{.kind = Part::Kind::end};
            case '\\':
                return letters(escape(begin));
            case '*':
            case '+':
            case '?':
            case '{':
                fail(begin, "there is nothing to repeat",
                     fmt::format("the sign itself is `\\{}`", c));
                return {};
            default:
                return letters(range(static_cast<unsigned char>(c), static_cast<unsigned char>(c)));
        }
    }
    static Part letters(const Letters& set) {
        return Part{.kind = Part::Kind::letters, .letters = set};
    }
    Part group(std::size_t begin) {
        if (take("?") && !take(":")) {
            fail(begin, "groups are `(…)` or `(?:…)`");
            return {};
        }
        Part part = choice();
        if (!take(")")) fail(begin, "`(` is never closed", "a bracket itself is `\\(`");
        return part;
    }
    Letters escape(std::size_t begin) {
        if (!more()) {
            fail(begin, "a backslash at the end");
            return {};
        }
        const char c = text_[at_++];
        const auto set = escaped(c);
        if (!set)
            fail(begin, fmt::format("`\\{}` means nothing here", c), "there are \\d \\w \\s \\t");
        return set.value_or(Letters());
    }
    Part one_of_class(std::size_t begin) {
        Letters set;
        const bool others = take("^");
        bool first = true;
        while (more() && (text_[at_] != ']' || first) && !failed()) {
            first = false;
            const std::size_t place = at_;
            const char c = text_[at_++];
            if (c == '\\') {
                set |= escape(place);
                continue;
            }
            const bool to = at_ + 1 < text_.size() && text_[at_] == '-' && text_[at_ + 1] != ']';
            const char last = to ? text_[at_ + 1] : c;
            if (to) at_ += 2;
            if (static_cast<unsigned char>(last) < static_cast<unsigned char>(c)) {
                fail(place, fmt::format("`{}-{}` runs backwards", c, last));
            }
            set |= range(static_cast<unsigned char>(c), static_cast<unsigned char>(last));
        }
        if (!take("]")) fail(begin, "`[` is never closed", "a bracket itself is `\\[`");
        return letters(others ? ~set : set);
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t where_ = 0;
    std::string message_;
    std::string help_;
};

/// Makes states from the end to the beginning: each part is told where it leads.
class Builder {
  public:
    std::vector<State> states;

    std::uint32_t add(State state) {
        if (states.size() < limits::pattern_states) states.push_back(state);
        return static_cast<std::uint32_t>(states.size() - 1);
    }
    [[nodiscard]] bool full() const { return states.size() >= limits::pattern_states; }

    std::uint32_t make(const Part& part, std::uint32_t next) {
        switch (part.kind) {
            case Part::Kind::letters:
                return add({State::Kind::letters, next, 0, part.letters});
            case Part::Kind::begin:
                return add({State::Kind::begin, next, 0, {}});
            case Part::Kind::end:
                return add({State::Kind::end, next, 0, {}});
            case Part::Kind::sequence:
                for (auto child = part.parts.rbegin(); child != part.parts.rend(); ++child) {
                    next = make(*child, next);
                }
                return next;
            case Part::Kind::choice: {
                std::uint32_t way = make(part.parts.back(), next);
                for (std::size_t i = part.parts.size() - 1; i-- > 0;) {
                    way = add({State::Kind::fork, make(part.parts[i], next), way, {}});
                }
                return way;
            }
            case Part::Kind::repeat:
                return repeat(part, next);
        }
        return next;
    }

  private:
    std::uint32_t repeat(const Part& part, std::uint32_t next) {
        const Part& body = part.parts.front();
        std::uint32_t way = next;
        if (part.most == unbounded) {
            way = add({State::Kind::fork, 0, next, {}});
            const std::uint32_t inside = make(body, way);
            states[way].next = inside;
        } else {
            for (std::uint32_t i = part.least; i < part.most && !full(); ++i) {
                way = add({State::Kind::fork, make(body, way), next, {}});
            }
        }
        for (std::uint32_t i = 0; i < part.least && !full(); ++i) way = make(body, way);
        return way;
    }
};

}  // namespace

Read<Pattern> Pattern::read(std::string_view text) {
    PatternReader reader(text);
    const Part whole = reader.whole();
    if (reader.failed()) return reader.problem<Pattern>();
    Builder builder;
    const std::uint32_t found = builder.add({State::Kind::found, 0, 0, {}});
    Pattern pattern;
    pattern.first_ = builder.make(whole, found);
    if (builder.full()) {
        return {std::nullopt, 0,
                fmt::format("a pattern of more than {} states", limits::pattern_states),
                "counts like {200} repeat what stands before them"};
    }
    pattern.states_ = std::move(builder.states);
    return {std::move(pattern), 0, {}, {}};
}

bool Pattern::found_in(std::string_view text) const {
    PatternWalk walk(*this);
    walk.text(text);
    return walk.ends();
}

PatternWalk::PatternWalk(const Pattern& pattern)
    : pattern_(pattern), now_(pattern.states_.size(), 0) {
    enter(pattern_.first_, now_);
}

// Follows what needs no letter.
void PatternWalk::enter(std::uint32_t first, Marks& marks) {
    std::vector<std::uint32_t> open{first};
    while (!open.empty()) {
        const std::uint32_t state = open.back();
        open.pop_back();
        const State& it = pattern_.states_[state];
        const bool waits = it.kind == State::Kind::letters || it.kind == State::Kind::found ||
                           (it.kind == State::Kind::end && !at_end_);
        if (marks[state] != 0 && !(it.kind == State::Kind::end && at_end_)) continue;
        marks[state] = 1;
        if (it.kind == State::Kind::found) found_ = true;
        if (waits || (it.kind == State::Kind::begin && begun_)) continue;
        open.push_back(it.next);
        if (it.kind == State::Kind::fork) open.push_back(it.other);
    }
}

PatternWalk::Marks PatternWalk::step(const Marks& from, const Letters& letters) {
    begun_ = true;
    Marks marks(from.size(), 0);
    for (std::uint32_t state = 0; state < from.size(); ++state) {
        const State& it = pattern_.states_[state];
        if (from[state] == 0 || it.kind != State::Kind::letters) continue;
        if ((it.letters & letters).any()) enter(it.next, marks);
    }
    enter(pattern_.first_, marks);  // it may begin anywhere
    return marks;
}

void PatternWalk::text(std::string_view piece) {
    for (const char c : piece) {
        Letters one;
        one.set(static_cast<unsigned char>(c));
        now_ = step(now_, one);
    }
}

void PatternWalk::any_of(const Letters& letters, int least) {
    Marks all = least == 0 ? now_ : Marks(now_.size(), 0);
    Marks last = now_;
    for (bool news = true; news;) {
        last = step(last, letters);
        news = false;
        for (std::size_t state = 0; state < all.size(); ++state) {
            news = news || last[state] > all[state];
            all[state] = std::max(all[state], last[state]);
        }
        last = all;
    }
    now_ = std::move(all);
}

void PatternWalk::one_of(const std::vector<std::string_view>& texts) {
    const Marks before = now_;
    const bool begun = begun_;
    Marks all(now_.size(), 0);
    for (const std::string_view piece : texts) {
        now_ = before;
        begun_ = begun;
        text(piece);
        for (std::size_t state = 0; state < all.size(); ++state) {
            all[state] = std::max(all[state], now_[state]);
        }
    }
    now_ = std::move(all);
    begun_ = true;
}

bool PatternWalk::ends() {
    at_end_ = true;
    for (std::uint32_t state = 0; state < now_.size(); ++state) {
        const bool waits = pattern_.states_[state].kind == State::Kind::end;
        if (now_[state] != 0 && waits) enter(state, now_);
    }
    return found_;
}

}  // namespace sim::scenario
