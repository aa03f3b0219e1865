// Finds the comments of a text, which the TOML library skips, and hangs each on the value that it
// is about: what it stands above, what it stands beside, or the list or section that it closes.
#include <algorithm>
#include <map>
#include <utility>

#include "sim/scenario/document.hpp"
#include "sim/scenario/source.hpp"

namespace sim::scenario {

namespace {

using Kind = Entry::Kind;
using Position = std::pair<std::uint32_t, std::uint32_t>;  ///< line and column

/// Walks over a well-formed text and keeps track of which value a line is about.
class Search {
  public:
    Search(Entry& root, std::string_view text) : text_(text), section_(&root) {
        index(root);
        open_.push_back({&root, false});
    }

    void run() {
        while (at_ < text_.size()) token();
        strip_end(waiting_);
        append(section_->remarks.after);
    }

  private:
    /// A list, an inline table or, outermost, the section at hand.
    struct Open {
        Entry* entry = nullptr;
        bool list = false;
        Entry* last = nullptr;       ///< the value in it that was read last
        bool value_follows = false;  ///< in a table: behind the `=`
    };

    /// Where each value begins; a section begins with its header.
    void index(Entry& entry) {
        for (Field& field : entry.fields) place(field.value);
        for (Entry& element : entry.elements) place(element);
    }
    void place(Entry& entry) {
        at_place_[{entry.spot.place.line, entry.spot.place.column}] = &entry;
        index(entry);
    }
    Entry* here() const {
        const auto found = at_place_.find({line_, column_});
        return found == at_place_.end() ? section_ : found->second;
    }

    void token() {
        const char c = text_[at_];
        if (c == ' ' || c == '\t') return skip_to(at_ + 1);
        if (c == '\n') return end_line();
        if (c == '#') return comment();
        const bool first = !std::exchange(line_holds_something_, true);
        if (c == '[' && open_.size() == 1 && first) return header();
        if (c == ']' || c == '}') return close();
        if (c == ',') {
            open_.back().value_follows = false;
            return skip_to(at_ + 1);
        }
        if (open_.back().list || open_.back().value_follows) return value();
        if (c == '=') open_.back().value_follows = true;
        skip_to(c == '"' || c == '\'' ? string_end(text_, at_) : at_ + 1);
    }
    void end_line() {
        if (!line_holds_something_ && !(waiting_.empty() ? at_start_ : waiting_.back().empty())) {
            waiting_.emplace_back();
        }
        if (line_holds_something_) at_start_ = false;
        line_holds_something_ = false;
        if (open_.size() == 1) open_.back().value_follows = false;
        skip_to(at_ + 1);
    }
    void comment() {
        const std::size_t end = std::min(text_.find('\n', at_), text_.size());
        std::string text(text_.substr(at_, end - at_));
        text.erase(text.find_last_not_of(" \t") + 1);
        Entry* about = open_.back().last;
        if (line_holds_something_ && about != nullptr && about->remarks.beside.empty()) {
            about->remarks.beside = std::move(text);
        } else {
            waiting_.push_back(std::move(text));
            line_holds_something_ = true;
        }
        skip_to(end);
    }
    void header() {
        end_section();
        section_ = here();
        append(section_->remarks.before);
        open_.back().last = section_;
        open_.back().entry = section_;
        const bool twice = text_.substr(at_).starts_with("[[");
        std::size_t end = at_ + (twice ? 2 : 1);
        while (end < text_.size() && text_[end] != ']') {
            const bool quoted = text_[end] == '"' || text_[end] == '\'';
            end = quoted ? string_end(text_, end) : end + 1;
        }
        skip_to(std::min(end + (twice ? 2 : 1), text_.size()));
    }
    /// What stands directly below a section's last key and apart from the next header is about the
    /// section that ends.
    void end_section() {
        const auto gap = std::ranges::find(waiting_, std::string());
        if (open_.back().last == nullptr || gap == waiting_.begin() || gap == waiting_.end()) {
            return;
        }
        section_->remarks.after.insert(section_->remarks.after.end(), waiting_.begin(), gap);
        waiting_.erase(waiting_.begin(), gap);
    }
    void value() {
        Open& in = open_.back();
        Entry* entry = here();
        append(entry->remarks.before);
        in.last = entry;
        in.value_follows = false;
        const char c = text_[at_];
        if (c == '[' || c == '{') {
            open_.push_back({entry, c == '['});
            return skip_to(at_ + 1);
        }
        if (c == '"' || c == '\'') return skip_to(string_end(text_, at_));
        skip_to(std::min(text_.find_first_of(",]}#\n", at_), text_.size()));
    }
    void close() {
        if (open_.size() > 1) {
            strip_end(waiting_);
            append(open_.back().entry->remarks.after);
            open_.pop_back();
        }
        skip_to(at_ + 1);
    }

    /// Moves what has been waiting to where it belongs.
    void append(std::vector<std::string>& remarks) {
        remarks.insert(remarks.end(), waiting_.begin(), waiting_.end());
        waiting_.clear();
    }
    static void strip_end(std::vector<std::string>& remarks) {
        while (!remarks.empty() && remarks.back().empty()) remarks.pop_back();
    }
    void skip_to(std::size_t end) {
        while (at_ < end) {
            if (text_[at_] == '\n') {
                ++line_;
                column_ = 1;
            } else {
                ++column_;
            }
            at_ += character_bytes(text_, at_);
        }
    }

    std::string_view text_;
    std::map<Position, Entry*> at_place_;
    std::vector<Open> open_;
    Entry* section_;  ///< whose keys are being read
    std::vector<std::string> waiting_;
    std::size_t at_ = 0;
    std::uint32_t line_ = 1;
    std::uint32_t column_ = 1;
    bool line_holds_something_ = false;
    bool at_start_ = true;  ///< at the start of the text blank lines mean nothing
};

}  // namespace

void attach_remarks(Entry& root, std::string_view text) { Search(root, text).run(); }

}  // namespace sim::scenario
