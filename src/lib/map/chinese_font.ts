/** Whether this machine can write Chinese: two characters without a font come out as the same box. */
export function writesChinese(): boolean {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 24;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return true;
  const drawn = ['消', '防'].map((text) => {
    context.clearRect(0, 0, 24, 24);
    context.font = '20px sans-serif';
    context.textBaseline = 'top';
    context.fillText(text, 0, 0);
    return context.getImageData(0, 0, 24, 24).data.join();
  });
  return drawn[0] !== drawn[1];
}
