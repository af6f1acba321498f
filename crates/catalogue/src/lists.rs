//! Many short lists in few allocations: one of its own for each would cost more memory than what is in it.

/// Many short lists of numbers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lists {
    items: Vec<u32>,
    ends: Vec<u32>,
}

impl Lists {
    /// Adds a list.
    pub fn push(&mut self, items: impl IntoIterator<Item = u32>) {
        self.items.extend(items);
        self.ends.push(number(self.items.len()));
    }

    /// The list at a position; none where there are not so many.
    pub fn get(&self, index: usize) -> &[u32] {
        self.items.get(range(&self.ends, index)).unwrap_or_default()
    }

    /// All lists in order.
    pub fn iter(&self) -> impl Iterator<Item = &[u32]> {
        (0..self.ends.len()).map(|index| self.get(index))
    }

    /// Replaces every number by what `numbers` has at its position.
    pub fn renumber(&mut self, numbers: &[u32]) {
        for item in &mut self.items {
            *item = numbers[*item as usize];
        }
    }

    /// Gives back memory that was set aside for more.
    pub fn shrink(&mut self) {
        self.items.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    /// Its memory in bytes.
    pub fn bytes(&self) -> usize {
        (self.items.capacity() + self.ends.capacity()) * size_of::<u32>()
    }

    /// Each list's numbers replaced by the positions of the lists that have them: for each number below
    /// `numbers`, the lists in order, once each.
    pub fn inverted(&self, numbers: usize) -> Self {
        // Where each number's list begins, and after the second turn, where it ends.
        let mut ends = vec![0; numbers];
        for (_, item) in self.distinct() {
            ends[item as usize] += 1;
        }
        let mut begin = 0;
        for end in &mut ends {
            begin += std::mem::replace(end, begin);
        }
        let mut items = vec![0; begin as usize];
        for (list, item) in self.distinct() {
            let place = &mut ends[item as usize];
            items[*place as usize] = list;
            *place += 1;
        }
        Self { items, ends }
    }

    /// Every list's position with each of its items, without those that were in the list before.
    fn distinct(&self) -> impl Iterator<Item = (u32, u32)> {
        (0..).zip(self.iter()).flat_map(|(number, list)| {
            let items = list.iter().enumerate();
            let first = items.filter(|(at, item)| !list[..*at].contains(item));
            first.map(move |(_, item)| (number, *item))
        })
    }
}

/// Many short texts.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    all: String,
    ends: Vec<u32>,
}

impl Texts {
    /// The text at a position; empty where there are not so many.
    pub fn get(&self, index: usize) -> &str {
        self.all.get(range(&self.ends, index)).unwrap_or_default()
    }

    /// All texts in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).map(|index| self.get(index))
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The first position whose text is not `before`, where those that are come first.
    pub fn partition_point(&self, before: impl Fn(&str) -> bool) -> usize {
        let (mut from, mut to) = (0, self.len());
        while from < to {
            let middle = from.midpoint(to);
            if before(self.get(middle)) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        from
    }

    /// Its memory in bytes.
    pub fn bytes(&self) -> usize {
        self.all.capacity() + self.ends.capacity() * size_of::<u32>()
    }
}

impl<'a> FromIterator<&'a str> for Texts {
    fn from_iter<I: IntoIterator<Item = &'a str>>(texts: I) -> Self {
        let mut made = Self::default();
        for text in texts {
            made.all.push_str(text);
            made.ends.push(number(made.all.len()));
        }
        made.all.shrink_to_fit();
        made.ends.shrink_to_fit();
        made
    }
}

/// Where the piece at a position is among all pieces, by where each ends.
fn range(ends: &[u32], index: usize) -> std::ops::Range<usize> {
    let end = ends.get(index).copied().unwrap_or(0) as usize;
    let start = index.checked_sub(1).and_then(|before| ends.get(before));
    start.copied().unwrap_or(0) as usize..end
}

/// More than four thousand million items do not fit: the last ones are then left out.
fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_texts_give_back_what_was_put_in() {
        let all: [&[u32]; 4] = [&[3, 1], &[], &[7], &[]];
        let mut lists = Lists::default();
        for list in all {
            lists.push(list.iter().copied());
        }
        assert!(lists.iter().eq(all));
        assert!(lists.get(4).is_empty());
        let words = ["", "año", "open", "", "données"];
        let texts: Texts = words.into_iter().collect();
        assert!(texts.iter().eq(words));
        assert_eq!((texts.get(5), texts.len()), ("", 5));
    }

    #[test]
    fn a_place_is_found_among_sorted_texts() {
        let texts: Texts = ["budget", "open", "opens", "vote"].into_iter().collect();
        for (word, place) in [("a", 0), ("open", 1), ("opening", 2), ("z", 4)] {
            assert_eq!(texts.partition_point(|text| text < word), place, "{word}");
        }
        assert_eq!(Texts::default().partition_point(|_| true), 0);
    }

    #[test]
    fn inverted_lists_name_each_list_of_a_number_once() {
        let mut lists = Lists::default();
        for list in [vec![2, 0, 2], vec![], vec![0, 2]] {
            lists.push(list);
        }
        let inverted = lists.inverted(4);
        assert!(inverted.iter().eq([&[0, 2][..], &[], &[0, 2], &[]]));
    }
}
