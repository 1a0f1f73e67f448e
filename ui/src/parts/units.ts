const BINARY = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

/** For example `1.5 GiB`; below one KiB the bytes themselves. */
export function bytes(count: number): string {
  if (count < 1024) {
    return `${count} B`;
  }
  let value = count / 1024;
  let unit = 0;
  while (value >= 1023.95 && unit < BINARY.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value.toFixed(1)} ${BINARY[unit]}`;
}

/** For example `10,120`; with words `1 step`, `2,000 steps`. */
export function count(number: number, one?: string, many?: string): string {
  const digits = number.toLocaleString("en-US");
  return one === undefined ? digits : `${digits} ${number === 1 ? one : (many ?? `${one}s`)}`;
}

/** Whole percents; neither `0 %` nor `100 %` unless it is just that. */
export function share(part: number, whole: number): string {
  if (part <= 0 || whole <= 0) {
    return "0 %";
  }
  const percent = (100 * part) / whole;
  if (percent < 1) {
    return "<1 %";
  }
  return part < whole && percent > 99 ? ">99 %" : `${Math.round(Math.min(percent, 100))} %`;
}

/** For example `40 s`, `5 min`, `3 h`, `12 d`. */
export function span(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 90) {
    return `${whole} s`;
  }
  if (whole < 5400) {
    return `${Math.round(whole / 60)} min`;
  }
  if (whole < 172_800) {
    return `${Math.round(whole / 3600)} h`;
  }
  return `${count(Math.round(whole / 86_400))} d`;
}

/** How long ago, or in how long. */
export function relative(at: string, now: number): string {
  const seconds = (now - Date.parse(at)) / 1000;
  if (Math.abs(seconds) < 10) {
    return "now";
  }
  return seconds >= 0 ? `${span(seconds)} ago` : `in ${span(-seconds)}`;
}

/** To the minute (or second), in the viewer's zone. */
export function local(at: string, seconds = false): string {
  const time = new Date(at);
  const two = (number: number) => String(number).padStart(2, "0");
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}${seconds ? `:${two(time.getSeconds())}` : ""}`;
}

/** To the second, in UTC. */
export function utc(at: string): string {
  return `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** `PT24H` as `24 h`; what is not understood stays as it is. */
export function duration(iso: string): string {
  const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(iso);
  if (parts === null) {
    return iso;
  }
  const words = [
    [parts[1], "d"],
    [parts[2], "h"],
    [parts[3], "min"],
    [parts[4], "s"],
  ].flatMap(([number, unit]) => (number === undefined ? [] : [`${number} ${unit}`]));
  return words.length === 0 ? iso : words.join(" ");
}
