/** Numbers that an item of a cron field stands for: `5`, `5-7`, `5-7/2`, `5/2` (from 5 on), and a star for all. */
export function numbersOf(
  item: string,
  { least, most, numberAt }: { least: number; most: number; numberAt: (text: string) => number | undefined },
): number[] {
  const [range = '', step] = item.split('/');
  const [first = '', last] = range.split('-');
  const from = range === '*' ? least : numberAt(first);
  const to = range === '*' || (last === undefined && step !== undefined) ? most : numberAt(last ?? first);
  if (from === undefined || to === undefined) return [];
  const every = Array.from({ length: most - least + 1 }, (_, index) => least + index);
  // FRI-MON goes over the end of the week.
  const inRange =
    from <= to
      ? every.slice(from - least, to - least + 1)
      : [...every.slice(from - least), ...every.slice(0, to - least + 1)];
  return inRange.filter((_, index) => index % Number(step ?? 1) === 0);
}

/** Whether one of the days of a month (undefined: any) is in one of the months and years. */
export function isEverThere(
  days: (year: number, month: number) => readonly number[] | undefined,
  months: readonly number[],
  years: readonly number[],
): boolean {
  return years.some((year) =>
    months.some((month) => {
      const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
      return days(year, month)?.some((day) => day <= last) ?? true;
    }),
  );
}
