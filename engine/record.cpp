#include "engine/record.hpp"

#include <algorithm>

namespace engine {

const Record* find(const std::vector<Record>& records, Sequence number) {
    const auto before = [](const Record& record, Sequence wanted) {
        return record.number < wanted;
    };
    const auto place = std::lower_bound(records.begin(), records.end(), number, before);
    return place != records.end() && place->number == number ? &*place : nullptr;
}

}  // namespace engine
